import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { textTable } from '../core/report/table.ts';
import type { ModelTally } from '../core/tally.ts';
import type { TestStack } from '../test/e2e/stack.ts';
import { cpuSecondsOf, memoryOf } from './measure/cpu.ts';
import type { Report } from './measure/figures.ts';
import { processesOf, withStack } from './measure/stack.ts';

// a sweep has at most 1,000 samples
const levels = 'all';
const levelCount = 20;
const lookEveryMs = 2000;

/** Where a sweep stood at one look. */
interface Look {
  done: number;
  /** CPU milliseconds of the whole stack since it was started. */
  cpuMs: number;
  memoryMiB: Record<string, number>;
  databaseMB: number;
}

/** What a trial costs in each tenth of one long sweep of known verdicts, and what grows meanwhile. */
export function benchGrowth(trials: number, report: Report): Promise<string> {
  return withStack(async (stack) => {
    await stack.mustDo('up');
    await stack.mustDo('sweep', '-m', 'builtin:reference', '-l', levels, '-s', '1', '-n', 'warm-up');
    const samples = Math.ceil(trials / levelCount);
    await stack.mustDo('sweep', '-m', 'builtin:reference', '-l', levels, '-s', `${samples}`, '-n', 'long', '--no-follow');
    return table(await watched(stack, samples * levelCount, report));
  });
}

async function watched(stack: TestStack, trials: number, report: Report): Promise<Look[]> {
  const client = new Client({ connection: await Connection.connect({ address: stack.state().address }) });
  const looks: Look[] = [look(stack, 0)];
  try {
    for (;;) {
      await pause(lookEveryMs);
      const tally = await tallyOf(client);
      if (!tally) continue;
      const { done, status } = tally;
      looks.push(look(stack, done));
      if (looks.length % 30 === 0) report.line(`${done} of ${trials}`);
      if (status.state === 'done') return looks;
    }
  } finally {
    await client.connection.close();
  }
}

/** Null until the sweep has started its model. Throws where it has ended without. */
async function tallyOf(client: Client): Promise<ModelTally | null> {
  try {
    return await client.workflow.getHandle('long/builtin:reference').query<ModelTally>('tally');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const { status } = await client.workflow.getHandle('long').describe();
    if (status.name !== 'RUNNING') throw error;
    return null;
  }
}

function look(stack: TestStack, done: number): Look {
  const all = processesOf(stack);
  const cpu = cpuSecondsOf(all.map(({ pid }) => pid));
  const database = ['temporal.db', 'temporal.db-wal'].reduce((sum, name) => sum + sizeOf(path.join(stack.home, name)), 0);
  return {
    done,
    cpuMs: cpu * 1000,
    memoryMiB: Object.fromEntries(all.map(({ name, pid }) => [name, memoryOf(pid).nowMiB])),
    databaseMB: database / 1e6,
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** One row for each tenth, from the looks nearest to its ends. */
function table(looks: Look[]): string {
  const total = looks.at(-1)?.done ?? 0;
  const nearest = (done: number) => looks.reduce((best, one) => (Math.abs(one.done - done) < Math.abs(best.done - done) ? one : best));
  const names = Object.keys(looks[0]?.memoryMiB ?? {});
  const columns = ['CPU ms a trial', 'database MB', ...names.map((name) => `${name} MiB`)].map((head) => ({
    head,
    align: 'right' as const,
  }));
  const rows = Array.from({ length: 10 }, (_, tenth) => {
    const [from, to] = [nearest((total * tenth) / 10), nearest((total * (tenth + 1)) / 10)];
    const each = (to.cpuMs - from.cpuMs) / Math.max(1, to.done - from.done);
    return [
      `${from.done}–${to.done}`,
      each.toFixed(0),
      to.databaseMB.toFixed(0),
      ...names.map((name) => (to.memoryMiB[name] ?? 0).toFixed(0)),
    ];
  });
  return textTable([{ head: 'trials', align: 'left' }, ...columns], rows);
}
