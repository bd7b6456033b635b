// What Segment's own code makes of mappings and triggers: node segment-actions.mjs <CASES >RESULTS
// A case is a line {"mapping", "event"} or {"trigger", "event"}; its result is a line {"value"} (without value: undefined)
// or {"error"}. A trigger that cannot be read has the value false and the error.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const require = createRequire(import.meta.url)
const { transform } = require('@segment/actions-core/mapping-kit')
const { parseFql, validate } = require('@segment/destination-subscriptions')

process.env.TZ = 'UTC'

function result({ mapping, trigger, event }) {
  try {
    if (trigger === undefined) {
      return { value: transform(mapping, event) }
    }
    const parsed = parseFql(trigger)
    return { value: validate(parsed, event), error: parsed.error?.message }
  } catch (problem) {
    return { error: problem.message }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(result(JSON.parse(line))))
}
