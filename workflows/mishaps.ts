import { fault } from '../core/faults.ts';
import type { Failure } from './failure.ts';

/** So many streams of one trial may break off: each has its price, and a prompt that always fails must not hold up a night. */
const streamsPerTrial = 5;
/** So many trials given up one after another are no matter of their prompts. */
const trialsInARow = 3;

/** What outlives a run; `broken`: streams by trial. */
export interface MishapState {
  broken: Record<number, number>;
  givenUpInARow: number;
}

/** Counts streams that broke off or fell silent. Waiting for a server that is away or busy costs nothing and is not counted. */
export class Mishaps {
  private readonly broken: Record<number, number>;
  private givenUpInARow: number;

  constructor({ broken, givenUpInARow }: MishapState = { broken: {}, givenUpInARow: 0 }) {
    this.broken = broken;
    this.givenUpInARow = givenUpInARow;
  }

  state(): MishapState {
    return { broken: this.broken, givenUpInARow: this.givenUpInARow };
  }

  isLast(index: number): boolean {
    return (this.broken[index] ?? 0) >= streamsPerTrial - 1;
  }

  count(index: number, { type, details }: Failure): void {
    if (details.cause === 'cut' || details.cause === 'stalled') this.broken[index] = (this.broken[index] ?? 0) + 1;
    if (type !== fault.trial) return;
    delete this.broken[index];
    if (details.cause === 'broken-off') this.givenUpInARow += 1;
  }

  areTooMany(): boolean {
    if (this.givenUpInARow < trialsInARow) return false;
    this.givenUpInARow = 0;
    return true;
  }

  answered(index: number): void {
    delete this.broken[index];
    this.givenUpInARow = 0;
  }
}
