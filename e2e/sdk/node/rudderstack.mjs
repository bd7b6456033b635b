// @rudderstack/rudder-sdk-node
import Analytics from '@rudderstack/rudder-sdk-node'
import { answered } from './answered.mjs'

export function open(host, writeKey, flushAt, failed) {
  const client = answered(new Analytics(writeKey, { dataPlaneUrl: host, flushAt }), failed)
  // The time of a call has another name in this SDK.
  return { ...client, call: (type, { timestamp, ...call }) => client.call(type, { ...call, originalTimestamp: timestamp }) }
}
