import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import { execa } from 'execa';
import { fault } from '../../core/faults.ts';
import release from '../../package.json' with { type: 'json' };
import { answered, modelOf, openEnvironment, planOf, type World } from './environment.ts';
import { door } from './workbench.ts';

/**
 * Records the histories of a release into test/histories/<version>: `npm run record`. They are replayed by every later
 * version (design/upgrades.md); those of a version that was released are never recorded again.
 */
const folder = path.join(import.meta.dirname, '..', 'histories', release.version);
const environment = await openEnvironment({ historyEvents: 120 });
const start = (sweep: string) => environment.client.workflow.start('sweep', { taskQueue: 'specgen', workflowId: sweep, args: [{}] });

/** A wait for the provider, and enough trials for runs that continue as new. */
async function recordWhole(): Promise<void> {
  let asked = 0;
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m', { concurrency: 1 })], { samples: 8 }),
    generate: async () => {
      asked += 1;
      if (asked === 2) throw ApplicationFailure.nonRetryable('server down', fault.wait, { retryAfterMs: 1 });
      return answered;
    },
  };
  await environment.with(world, async () => void (await (await start('whole')).result()));
}

/** Every update once, then a cancellation while a request is under way. */
async function recordSteered(): Promise<void> {
  const [begun, first, last, busy] = [door(), door(), door(), door()];
  let asked = 0;
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m', { concurrency: 1 })]),
    generate: async () => {
      asked += 1;
      begun.open();
      if (asked === 3) busy.open();
      await (asked === 1 ? first.opened : last.opened);
      return answered;
    },
  };
  await environment.with(world, async () => {
    const handle = await start('steered');
    await begun.opened;
    const updates = [
      ['pause', {}] as const,
      ['setLimits', { concurrency: 2 }] as const,
      ['resume', {}] as const,
      ['addModel', 'builtin:n'] as const,
    ];
    for (const [name, argument] of updates) await handle.executeUpdate(name, { args: [argument] });
    first.open();
    await busy.opened;
    await handle.cancel();
    await handle.result().catch(() => undefined);
  });
}

/** Whose machine it was is nobody's concern, and replay does not ask. */
const withoutTraces = (key: string, value: unknown) => (key === 'stackTrace' || key === 'identity' ? '' : value);

interface History {
  events: { workflowExecutionStartedEventAttributes?: { firstExecutionRunId?: string } }[];
}

async function historyOf(workflowId: string, runId?: string): Promise<History> {
  const run = runId ? ['-r', runId] : [];
  const command = ['workflow', 'show', '--address', environment.address, '-w', workflowId, ...run, '-o', 'json'];
  const { stdout } = await execa(process.env.TEMPORAL_CLI ?? 'temporal', command);
  return JSON.parse(stdout);
}

/** Returns the id of the first of the runs that continue one another. */
async function keep(name: string, workflowId: string, runId?: string): Promise<string | undefined> {
  const history = await historyOf(workflowId, runId);
  await writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(history, withoutTraces)}\n`);
  return history.events[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId;
}

await mkdir(folder, { recursive: true });
await recordWhole();
await recordSteered();
await keep('sweep', 'whole');
await keep('model-sweep-continues', 'whole/builtin:m', await keep('model-sweep-continued', 'whole/builtin:m'));
await keep('sweep-steered', 'steered');
await keep('model-sweep-cancelled', 'steered/builtin:m');
await environment.close();
process.exit(0);
