import type { Client } from '@temporalio/client';
import { workerLost } from '../core/faults.ts';
import { orchestrationQueue } from '../core/queues.ts';
import { identity, isGone } from './identity.ts';

/** `PendingActivityState.STARTED` of the server's API. */
const started = 2;

interface Orphan {
  workflowId: string;
  runId: string;
  activityId: string;
  worker: string;
}

async function orphansOf(client: Client, workflowId: string, runId: string, types: Set<string>): Promise<Orphan[]> {
  const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
  return (raw.pendingActivities ?? [])
    .filter(
      (activity) => activity.state === started && types.has(activity.activityType?.name ?? '') && isGone(activity.lastWorkerIdentity ?? ''),
    )
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
 * Each program gives back the types of activity that it does itself: were two to do it, the slower one could hit the
 * attempt that has begun anew. Returns how many attempts were given back.
 */
export async function takeOver(client: Client, types: Set<string>): Promise<number> {
  let released = 0;
  for await (const { workflowId, runId } of client.workflow.list({
    query: `ExecutionStatus='Running' AND TaskQueue='${orchestrationQueue}'`,
  })) {
    for (const orphan of await orphansOf(client, workflowId, runId, types)) {
      // an attempt that ended meanwhile needs nothing
      released += await release(client, orphan).then(
        () => 1,
        () => 0,
      );
    }
  }
  return released;
}
