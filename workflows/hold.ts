import { ActivityFailure, ApplicationFailure, isCancellation, sleep } from '@temporalio/workflow';
import type { WaitDetails } from '../core/faults.ts';
import { fault } from '../core/faults.ts';

/** Why a model starts nothing new. `paused` ends by a person's `resume`, `waiting` by time. */
export interface Hold {
  state: 'paused' | 'waiting';
  reason: string;
}

const firstWaitMs = 5_000;
const longestWaitMs = 60_000;

/**
 * Holds a model back while its provider or the harness cannot work. A fault costs the trial nothing: it is
 * attempted again afterwards.
 */
export class Holder {
  current: Hold | null = null;
  private faultsInARow = 0;
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

  /** Acts on what a trial's activity threw; rethrows cancellation and what no rule is made for. */
  async take(error: unknown): Promise<void> {
    if (isCancellation(error) || !(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
    const { type, message, details } = error.cause;
    if (type === fault.wait) await this.wait(message, (details?.[0] ?? {}) as WaitDetails);
    else this.pause(message);
  }

  private async wait(reason: string, details: WaitDetails): Promise<void> {
    if (this.current) return;
    const delayMs = details.retryAfterMs ?? Math.min(longestWaitMs, firstWaitMs * 2 ** this.faultsInARow);
    this.faultsInARow += 1;
    const hold: Hold = { state: 'waiting', reason: `${reason}; trying again in ${Math.ceil(delayMs / 1000)} s` };
    this.current = hold;
    this.changed();
    await sleep(delayMs);
    if (this.current === hold) this.resume();
  }
}
