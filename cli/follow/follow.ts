import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { createLogUpdate } from 'log-update';
import type { LeaderboardLine, SweepProgress } from '../../core/sweep-progress.ts';
import { interruption } from '../terminal/interruption.ts';
import type { Baseline } from './bars.ts';
import { barLines } from './bars.ts';
import { liveProgress } from './live-progress.ts';

/** What the workflow `sweep` returns. */
export interface SweepOutcome {
  sweep: string;
  leaderboard: LeaderboardLine[];
  notScored: number;
  report: string;
}

/** Following was ended by the user; the sweep goes on. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Draws over itself on a terminal; elsewhere a line for each change, at most one in ten seconds for each model. */
interface Screen {
  draw(progress: SweepProgress, since: Baseline): void;
  close(): void;
}

function terminalScreen(): Screen {
  const update = createLogUpdate(process.stdout);
  return { draw: (progress, since) => update(barLines(progress, since).join('\n')), close: () => update.done() };
}

const plainEveryMs = 10_000;

function plainScreen(): Screen {
  let last = '';
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    draw(progress, since) {
      const text = barLines(progress, since).join('\n');
      const finished = progress.done >= progress.total;
      if (text === last || (!finished && performance.now() - drawnAt < plainEveryMs)) return;
      process.stdout.write(`${text}\n`);
      last = text;
      drawnAt = performance.now();
    },
    close: () => undefined,
  };
}

/** Shows a sweep until it ends. Throws what made it fail, or `Interrupted` on Ctrl-C. */
export async function follow(client: Client, sweep: string): Promise<SweepOutcome> {
  const screen = process.stdout.isTTY ? terminalScreen() : plainScreen();
  const stop = new AbortController();
  const { asked, release } = interruption();
  const interrupted = asked.then((): never => {
    throw new Interrupted(sweep);
  });
  const drawing = keepDrawing(client, sweep, screen, stop.signal);
  try {
    return await Promise.race([client.workflow.getHandle(sweep).result() as Promise<SweepOutcome>, interrupted]);
  } finally {
    stop.abort();
    await drawing;
    screen.close();
    release();
  }
}

async function keepDrawing(client: Client, sweep: string, screen: Screen, stop: AbortSignal): Promise<void> {
  const begun = performance.now();
  let before: Record<string, number> | null = null;
  for (let last = false; ; last = stop.aborted) {
    const progress = await liveProgress(client, sweep);
    if (progress) {
      before ??= Object.fromEntries(progress.models.map((tally) => [tally.model, tally.done]));
      screen.draw(progress, { done: before, elapsedSeconds: (performance.now() - begun) / 1000 });
    }
    if (last) return;
    await delay(1000, undefined, { signal: stop }).catch(() => undefined);
  }
}
