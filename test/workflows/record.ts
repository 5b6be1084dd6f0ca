import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import { execa } from 'execa';
import { fault } from '../../core/faults.ts';
import { answered, modelOf, openEnvironment, planOf } from './environment.ts';

/**
 * Records one history of each workflow into test/histories, to be replayed against later versions of the workflows:
 * `node test/workflows/record.ts`. To be run when the workflows change in a way that open sweeps are not meant to survive.
 */
const environment = await openEnvironment();
let asked = 0;
const world = {
  plan: (sweep: string) => planOf(sweep, [modelOf('m', { concurrency: 1 })]),
  generate: async () => {
    asked += 1;
    if (asked === 2) throw ApplicationFailure.nonRetryable('server down', fault.wait, { retryAfterMs: 1 });
    return answered;
  },
};
await environment.with(world, async () => {
  const handle = await environment.client.workflow.start('sweep', { taskQueue: 'specgen', workflowId: 'recorded', args: [{}] });
  await handle.result();
});
/** Whose machine it was is nobody's concern, and replay does not ask. */
const withoutTraces = (key: string, value: unknown) => (key === 'stackTrace' || key === 'identity' ? '' : value);

for (const [name, workflowId] of [
  ['sweep', 'recorded'],
  ['model-sweep', 'recorded/builtin:m'],
]) {
  const command = ['workflow', 'show', '--address', environment.address, '-w', String(workflowId), '-o', 'json'];
  const { stdout } = await execa(process.env.TEMPORAL_CLI ?? 'temporal', command);
  const file = path.join(import.meta.dirname, '..', 'histories', `${name}.json`);
  await writeFile(file, `${JSON.stringify(JSON.parse(stdout), withoutTraces)}\n`);
}
await environment.close();
process.exit(0);
