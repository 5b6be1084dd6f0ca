// A reporter for node --test that adds the run's counts to the file TEST_COUNTS names, for a closing line over several runs.
import { appendFileSync } from 'node:fs';

export default async function* countReporter(events) {
  for await (const { type, data } of events) {
    // summaries of single files carry the file's name
    if (type === 'test:summary' && data.file === undefined) {
      const { passed, failed, cancelled } = data.counts;
      appendFileSync(process.env.TEST_COUNTS, `${passed} ${failed + cancelled}\n`);
    }
  }
  yield '';
}
