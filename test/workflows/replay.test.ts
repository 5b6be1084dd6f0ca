import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { workflowBundle } from '../../workers/bundle.ts';

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } });

const folder = path.join(import.meta.dirname, '..', 'histories');

const historyOf = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));

// without its id a history is replayed as "fake", and the ids of children are made of their parent's
const replay = async (history: ReturnType<typeof historyOf>) =>
  await Worker.runReplayHistory(
    { workflowBundle: await workflowBundle() },
    history,
    history.events[0].workflowExecutionStartedEventAttributes.workflowId,
  );

for (const file of readdirSync(folder)) {
  test(`the recorded ${file} replays with today's workflows`, async () => {
    await replay(historyOf(file));
  });
}

test('a history of other steps is found out', async () => {
  const history = historyOf('model-sweep.json');
  const scheduled = history.events.find((event: { eventType: string }) => event.eventType === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED');
  scheduled.activityTaskScheduledEventAttributes.activityType.name = 'somethingElse';
  await assert.rejects(replay(history), DeterminismViolationError);
});
