import { sleep } from '@temporalio/workflow';
import { fault } from '../core/faults.ts';
import type { Failure } from './failure.ts';

/** Why a model starts nothing new. `paused` ends by a person's `resume`, `waiting` by time. */
export interface Hold {
  state: 'paused' | 'waiting';
  reason: string;
}

const firstWaitMs = 5_000;
const longestWaitMs = 60_000;

/** "03:12:05 UTC": a moment within the next day, for people. */
const clock = (atMs: number): string => `${new Date(atMs).toISOString().slice(11, 19)} UTC`;

/**
 * Holds a model back while its provider or the harness cannot work. A fault costs the trial nothing: it is
 * attempted again afterwards.
 */
export class Holder {
  current: Hold | null = null;
  private faultsInARow = 0;
  private untilMs = 0;
  private readonly changed: () => void;

  constructor(hold: Hold | null, changed: () => void) {
    this.current = hold;
    this.changed = changed;
  }

  pause(reason: string): void {
    this.current = { state: 'paused', reason };
    this.changed();
  }

  resume(): void {
    this.current = null;
    this.changed();
  }

  /** What outlives this run: a wait ends with the run that sleeps it. */
  paused(): Hold | null {
    return this.current?.state === 'paused' ? this.current : null;
  }

  succeeded(): void {
    this.faultsInARow = 0;
  }

  /** Waits where time may help, and for a person where it does not. */
  async take({ type, message, details }: Failure): Promise<void> {
    if (type === fault.wait) await this.wait(message, details.retryAfterMs);
    else this.pause(message);
  }

  /** Requests that fail side by side are one trouble: it ends when the latest of their times has come. */
  private async wait(reason: string, askedMs: number | undefined): Promise<void> {
    if (this.current?.state === 'paused') return;
    const already = this.current !== null;
    const delayMs = askedMs ?? (already ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** this.faultsInARow));
    if (already && Date.now() + delayMs <= this.untilMs) return;
    this.untilMs = Date.now() + delayMs;
    const hold: Hold = { state: 'waiting', reason: `${reason}; trying again at ${clock(this.untilMs)}` };
    this.current = hold;
    this.changed();
    if (!already) this.faultsInARow += 1;
    await sleep(delayMs);
    if (this.current === hold) this.resume();
  }
}
