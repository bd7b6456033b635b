// What Segment's evaluator of FQL for browsers says: node tsub.mjs FILE. FILE holds a question per line, {"ir", "event"};
// the answer to each is a line: true, false or error.
import { readFileSync } from 'node:fs'
import tsub from '@segment/tsub'

const answers = readFileSync(process.argv[2], 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const { ir, event } = JSON.parse(line)
    try {
      return tsub.matches(event, { type: 'fql', ir: JSON.stringify(ir) })
    } catch {
      return 'error'
    }
  })
console.log(answers.join('\n'))
