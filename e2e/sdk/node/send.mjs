// Sends calls with a real SDK: node send.mjs SDK HOST WRITE_KEY FILE BATCH
// SDK is a module beside this one. FILE holds one call per line: {"type", ...the SDK's own arguments}. An empty line ends
// a round: everything before it is sent and answered first. These SDKs send batches side by side, so only rounds have an
// order on the wire.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

const [sdk, host, writeKey, file, batch] = process.argv.slice(2)
const { open } = await import(`./${sdk}.mjs`)
let failures = 0
const client = open(host, writeKey, Number(batch), (problem) => {
  failures++
  console.error('not sent:', problem)
})

let sent = 0
for await (const line of createInterface({ input: createReadStream(file) })) {
  if (line === '') {
    await client.settle()
    continue
  }
  const { type, ...call } = JSON.parse(line)
  client.call(type, { ...call, timestamp: new Date(call.timestamp) })
  sent++
}
await client.close()
console.log(`${sent} calls, ${failures} failures`)
process.exit(failures === 0 ? 0 : 1)
