// Sends calls with the real Node SDK: node send.mjs HOST WRITE_KEY FILE BATCH
// FILE holds one call per line: {"type", ...the SDK's own arguments}. An empty line ends a round: everything before it
// is sent and answered first. The SDK sends batches side by side, so only rounds have an order on the wire.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Analytics } from '@segment/analytics-node'

const [host, writeKey, file, batch] = process.argv.slice(2)
const analytics = new Analytics({ host, writeKey, flushAt: Number(batch), maxRetries: 10 })
let failures = 0
analytics.on('error', (error) => {
  failures++
  console.error('not sent:', error.code, error.reason?.message ?? '')
})

let sent = 0
for await (const line of createInterface({ input: createReadStream(file) })) {
  if (line === '') {
    await analytics.flush()
    continue
  }
  const { type, ...call } = JSON.parse(line)
  analytics[type]({ ...call, timestamp: new Date(call.timestamp) })
  sent++
}
await analytics.closeAndFlush()
console.log(`${sent} calls, ${failures} failures`)
process.exit(failures === 0 ? 0 : 1)
