// analytics-node, the SDK before @segment/analytics-node
import Analytics from 'analytics-node'
import { answered } from './answered.mjs'

export function open(host, writeKey, flushAt, failed) {
  return answered(new Analytics(writeKey, { host, flushAt }), failed)
}
