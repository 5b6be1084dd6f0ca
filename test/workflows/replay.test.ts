import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import release from '../../package.json' with { type: 'json' };
import { workflowBundle } from '../../workers/bundle.ts';
import { type History, readHistory, recorded, startedOf } from './histories.ts';

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } });

// without its id a history is replayed as "fake", and the ids of children are made of their parent's
const replay = async (history: History) =>
  await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, startedOf(history).workflowId);

for (const name of recorded) {
  test(`the recorded ${name} replays with today's workflows`, async () => {
    await replay(readHistory(name));
  });
}

test('each shape of a run has been recorded for this version', () => {
  const shapes = recorded.filter((name) => name.startsWith(`${release.version}/`)).map((name) => name.split('/')[1]);
  assert.deepEqual(shapes.sort(), ['model-sweep-cancelled', 'model-sweep-continued', 'model-sweep-continues', 'sweep', 'sweep-steered']);
});

test('a history of other steps is found out', async () => {
  const history = readHistory(`${release.version}/model-sweep-continued`);
  const scheduled = history.events.find(({ eventType }) => eventType === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED');
  assert.ok(scheduled?.activityTaskScheduledEventAttributes);
  scheduled.activityTaskScheduledEventAttributes.activityType.name = 'somethingElse';
  await assert.rejects(replay(history), DeterminismViolationError);
});
