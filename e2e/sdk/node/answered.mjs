// analytics-node 6 and its descendants flush without waiting for what is under way; their callbacks say what has an answer.
export function answered(analytics, failed) {
  const calls = new Set()
  const settle = async () => {
    await analytics.flush()
    await Promise.all(calls)
  }
  return {
    call(type, call) {
      const answer = new Promise((resolve) => {
        analytics[type](call, (error) => {
          if (error) failed(error.message)
          calls.delete(answer)
          resolve()
        })
      })
      calls.add(answer)
    },
    settle,
    close: settle,
  }
}
