import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ModelTally } from '../../core/tally.ts';
import { planOf } from './environment.ts';
import { modelStartOf, readHistory, recorded, startedOf } from './histories.ts';
import { openWorkbench } from './workbench.ts';

let bench: Awaited<ReturnType<typeof openWorkbench>>;
before(async () => {
  bench = await openWorkbench();
});
after(() => bench.close());

const modelSweeps = recorded.filter((name) => startedOf(readHistory(name)).workflowType.name === 'modelSweep');

// replay ends where the history does: what a release has planned and handed over is also gone on with
for (const name of modelSweeps) {
  test(`what ${name} was started with is taken up by today's workflow, to its end`, async () => {
    const start = modelStartOf(readHistory(name));
    assert.equal(start.handedOver !== undefined, name.endsWith('/model-sweep-continued'));
    const tally = await bench.with({ plan: (sweep) => planOf(sweep, []) }, async () => {
      const workflow = { taskQueue: 'specgen', workflowId: `taken up/${name}`, args: [start] };
      return (await bench.client.workflow.execute('modelSweep', workflow)) as ModelTally;
    });
    assert.deepEqual([tally.status.state, tally.done, tally.total], ['done', start.plan.levels.length * start.plan.samples, tally.done]);
  });
}
