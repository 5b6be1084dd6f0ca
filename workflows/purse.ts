import { exceeds } from '../core/cost.ts';

/** A model's money, in US dollars, as one run hands it to the next. */
export interface PurseState {
  /** The model's own limit. */
  limitUsd: number | null;
  /** What the sweep has granted it of its limit; null where the sweep has none. */
  grantedUsd: number | null;
  spentUsd: number;
  /** What trials that are still to be answered have cost already, by their place in the model's list. */
  spentOn: Record<number, number>;
  /** The pause for want of money that the model is in. */
  lacking: string | null;
}

/** A purse that begins with what earlier runs of the sweep have spent. */
export function openPurse(limits: { sweepUsd: number | null; modelUsd: number | null }, spentOn: Record<number, number>): PurseState {
  const spentUsd = Object.values(spentOn).reduce((sum, usd) => sum + usd, 0);
  return { limitUsd: limits.modelUsd, grantedUsd: limits.sweepUsd === null ? null : spentUsd, spentUsd, spentOn, lacking: null };
}

/**
 * Money for requests is reserved before they are made, at the most that they can cost, so that requests side by side cannot
 * overshoot a limit; what they did cost takes its place afterwards.
 */
export class Purse {
  readonly state: PurseState;
  private readonly reserved = new Map<number, number>();
  /** Trials that were paid for before and need another request nevertheless. */
  private readonly unanswered = new Set<number>();

  constructor(state: PurseState) {
    this.state = state;
  }

  /** A trial that has cost something may be answered, or run on at the provider: it is first asked for without new money. */
  mayBeAnswered(index: number): boolean {
    return (this.state.spentOn[index] ?? 0) > 0 && !this.unanswered.has(index);
  }

  /** Reserves for a trial; false where a limit leaves too little. */
  take(index: number, boundUsd: number): boolean {
    if (exceeds(boundUsd, Math.min(this.free(this.state.limitUsd), this.free(this.state.grantedUsd)))) return false;
    this.reserved.set(index, boundUsd);
    return true;
  }

  /** Reserves nothing. */
  takeNothing(index: number): void {
    this.reserved.set(index, 0);
  }

  /** Ends a reservation that was not used. */
  release(index: number): void {
    this.reserved.delete(index);
  }

  /** What all requests for a trial may cost together; null without a limit. */
  allowed(index: number): number | null {
    if (this.state.limitUsd === null && this.state.grantedUsd === null) return null;
    return (this.state.spentOn[index] ?? 0) + (this.reserved.get(index) ?? 0);
  }

  /** Ends a reservation; `spentUsd` is what the trial has cost so far, absent where that is not known anew. */
  settle(index: number, spentUsd: number | undefined, outcome: 'answered' | 'not allowed' | 'failed'): void {
    this.reserved.delete(index);
    if (outcome === 'not allowed') this.unanswered.add(index);
    else this.unanswered.delete(index);
    const before = this.state.spentOn[index] ?? 0;
    const now = spentUsd ?? before;
    this.state.spentUsd += now - before;
    if (outcome === 'answered' || now === 0) delete this.state.spentOn[index];
    else this.state.spentOn[index] = now;
  }

  /** Why the model's own limit forbids a request; null where it does not. */
  ownLimit(boundUsd: number): string | null {
    const { limitUsd, spentUsd } = this.state;
    if (limitUsd === null || !exceeds(boundUsd, this.free(limitUsd))) return null;
    return `the limit of $${limitUsd} for this model: $${spentUsd.toFixed(4)} spent, the next request may cost $${boundUsd.toFixed(4)}`;
  }

  /** Reservations that may still turn out to cost less. */
  inFlight(): number {
    return this.reserved.size;
  }

  private free(limit: number | null): number {
    if (limit === null) return Number.POSITIVE_INFINITY;
    return limit - this.state.spentUsd - [...this.reserved.values()].reduce((sum, usd) => sum + usd, 0);
  }
}
