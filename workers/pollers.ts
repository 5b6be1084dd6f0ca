import { createRequire } from 'node:module';
import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { anyPreparationQueue, gradingQueue, orchestrationQueue, preparationQueue } from '../core/queues.ts';

// the package is CommonJS without named exports
const { temporal: api } = createRequire(import.meta.url)('@temporalio/proto') as { temporal: typeof temporal };
const kinds = api.api.enums.v1.TaskQueueType;

/**
 * Identities of the workers that poll a queue for activities, as the server has seen them within the last five minutes: one that died a
 * moment ago is still among them.
 */
export async function pollersOf({ connection, options: { namespace } }: Client, queue: string): Promise<string[]> {
  const taskQueueType = kinds.TASK_QUEUE_TYPE_ACTIVITY;
  const { pollers } = await connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: queue }, taskQueueType });
  return [...new Set(pollers.flatMap(({ identity }) => identity ?? []))].sort();
}

/** The hosts that these workers run on. */
export async function hostsPolling(client: Client, queue: string): Promise<string[]> {
  return [...new Set((await pollersOf(client, queue)).map(hostOf))].sort();
}

const hostOf = (identity: string): string => identity.split(' ')[1] ?? identity;

/** Where a worker may be that the server does not list: its list is ten seconds late, and an older server has none. */
const standing = [
  orchestrationQueue,
  gradingQueue,
  anyPreparationQueue,
  ...['anthropic', 'builtin', 'ollama', 'openai'].map(preparationQueue),
];

/** Queues that workers of the namespace may answer: the standing ones, and those of all that the server lists. */
export async function queuesOf({ connection, options: { namespace } }: Client): Promise<string[]> {
  const listed = await connection.workflowService.listWorkers({ namespace, pageSize: 1000 }).catch(() => ({ workers: [] }));
  return [...new Set([...standing, ...listed.workers.flatMap(({ taskQueue }) => taskQueue ?? [])])].sort();
}

/** Who does what: for each host that polls, the queues. */
export async function hostsAtWork(client: Client): Promise<Map<string, string[]>> {
  const queues = await queuesOf(client);
  const polled = await Promise.all(queues.map(async (queue) => ({ queue, identities: await pollersOf(client, queue) })));
  const pairs = polled.flatMap(({ queue, identities }) => identities.map((identity) => ({ queue, host: hostOf(identity) })));
  const byHost = Map.groupBy(pairs, ({ host }) => host);
  return new Map([...byHost].sort().map(([host, found]) => [host, [...new Set(found.map(({ queue }) => queue))]]));
}
