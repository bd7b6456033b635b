// @segment/analytics-node
import { Analytics } from '@segment/analytics-node'

export function open(host, writeKey, flushAt, failed) {
  const analytics = new Analytics({ host, writeKey, flushAt, maxRetries: 10 })
  analytics.on('error', (error) => failed(`${error.code} ${error.reason?.message ?? ''}`))
  return {
    call: (type, call) => analytics[type](call),
    settle: () => analytics.flush(),
    close: () => analytics.closeAndFlush(),
  }
}
