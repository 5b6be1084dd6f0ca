import type { Client } from '@temporalio/client';
import { anyPreparationQueue, gradingQueue, orchestrationQueue } from '../../core/queues.ts';
import { isGone } from '../../workers/identity.ts';
import { pollersOf, queuesOf } from '../../workers/pollers.ts';
import { runningStack } from '../stack.ts';
import { type Finding, fail, pass } from './finding.ts';

/** Work that every sweep needs done, and the queues where any one of them will do, the one that "up" serves first. */
interface Need {
  program: string;
  queues: [string, ...string[]];
}

/** Whether somebody does each kind of work; without that a sweep would wait in silence. */
export async function workerFindings(client: Client): Promise<Finding[]> {
  const named = (await queuesOf(client)).filter((queue) => queue.startsWith('specgen-prepare-'));
  const needs: Need[] = [
    { program: 'orchestrator', queues: [orchestrationQueue] },
    { program: 'generation', queues: [anyPreparationQueue, ...named] },
    { program: 'grading', queues: [gradingQueue] },
  ];
  return await Promise.all(needs.map((need) => workerFinding(client, need)));
}

async function workerFinding(client: Client, { program, queues }: Need): Promise<Finding> {
  const check = `worker ${program}`;
  const polled = await Promise.all(queues.map(async (queue) => ({ queue, count: await living(client, queue) })));
  const answered = polled.filter(({ count }) => count > 0);
  if (answered.length > 0) return pass(check, answered.map(({ queue, count }) => `${count} on queue ${queue}`).join(', '));
  const fix = runningStack() ? `npx specgen logs ${program}; npx specgen down; npx specgen up` : 'npx specgen up';
  return fail(check, `no worker answers the queue ${queues[0]}, which is for ${program}`, fix);
}

/** Workers that were seen lately, without those of this machine that have ended since. */
const living = async (client: Client, queue: string): Promise<number> =>
  (await pollersOf(client, queue)).filter((identity) => !isGone(identity)).length;
