import type { Client } from '@temporalio/client';
import { workerLost } from '../core/faults.ts';
import { identity, isGone } from './identity.ts';

/** `PendingActivityState.STARTED` of the server's API. */
const started = 2;

interface Orphan {
  workflowId: string;
  runId: string;
  activityId: string;
  worker: string;
}

async function orphansOf(client: Client, workflowId: string, runId: string): Promise<Orphan[]> {
  const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
  return (raw.pendingActivities ?? [])
    .filter((activity) => activity.state === started && isGone(activity.lastWorkerIdentity ?? ''))
    .map((activity) => ({ workflowId, runId, activityId: activity.activityId ?? '', worker: activity.lastWorkerIdentity ?? '' }));
}

async function release(client: Client, { workflowId, runId, activityId, worker }: Orphan): Promise<void> {
  await client.connection.workflowService.respondActivityTaskFailedById({
    namespace: client.options.namespace,
    workflowId,
    runId,
    activityId,
    identity,
    failure: {
      message: `worker process gone: ${worker}`,
      source: 'specgen',
      applicationFailureInfo: { type: workerLost, nonRetryable: false },
    },
  });
}

/**
 * Work that a killed worker of this host had in hand is given back, so that it is attempted again at once and
 * not after its heartbeat time-out, which is long on purpose: an outage of the server must cost no living attempt.
 * Should the old worker live after all, its next heartbeat is refused and it stops by itself.
 * Returns how many attempts were given back.
 */
export async function takeOver(client: Client): Promise<number> {
  let released = 0;
  for await (const { workflowId, runId } of client.workflow.list({ query: "ExecutionStatus='Running' AND TaskQueue='specgen'" })) {
    for (const orphan of await orphansOf(client, workflowId, runId)) {
      // an attempt that ended meanwhile needs nothing
      await release(client, orphan).catch(() => undefined);
      released += 1;
    }
  }
  return released;
}
