import type { Client } from '@temporalio/client';
import type { ModelTally } from '../../core/tally.ts';
import type { SweepResult } from '../../workflows/sweep.ts';
import { openEnvironment, type World } from './environment.ts';

/** A server with a world of the test's making, and short ways to start and look at sweeps. */
export async function openWorkbench() {
  const environment = await openEnvironment();
  const client: Client = environment.client;
  const start = (name: string) => client.workflow.start('sweep', { taskQueue: 'specgen', workflowId: name, args: [{}] });
  return {
    client,
    start,
    with: environment.with,
    close: environment.close,
    run: (name: string, world: World) => environment.with(world, async () => (await (await start(name)).result()) as SweepResult),
    tally: (sweep: string, model: string) => client.workflow.getHandle(`${sweep}/builtin:${model}`).query<ModelTally>('tally'),
  };
}

/** Waits for something that a workflow shows; each look is a query, so there is nothing to sleep for. */
export async function until<T>(look: () => Promise<T>, met: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look().catch(() => undefined);
    if (seen !== undefined && met(seen)) return seen;
  }
}

/** A door that a test opens. */
export function door(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
