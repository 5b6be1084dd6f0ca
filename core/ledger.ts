/** That a request was about to be made: on the disk before it is. */
export interface LedgerIntent {
  /** Counts from 1 within a response. */
  number: number;
  /** The sweep that pays. */
  sweep: string;
  model: string;
  startedAt: string;
  /** The most that the request can cost; null without a price. */
  boundUsd: number | null;
}

/** How the request went. */
export interface LedgerOutcome {
  endedAt: string;
  /** `complete`, or what went wrong. */
  ended: string;
  requestIds: string[];
  inputTokens: number | null;
  outputTokens: number | null;
  /** 0 where the provider did no work; null where nobody told what was charged. */
  costUsd: number | null;
}

/** One request to a paid API. Without an outcome it was lost with its process: it may have been paid for in vain. */
export type LedgerEntry = LedgerIntent & { outcome: LedgerOutcome | null };

/** What a request has cost, or may have: its bound where that is not known. */
const cost = ({ outcome, boundUsd }: LedgerEntry): number => outcome?.costUsd ?? boundUsd ?? 0;

/** What a sweep has spent on a response, in US dollars, counted upwards where it is not known. */
export function spentBy(sweep: string, entries: readonly LedgerEntry[]): number {
  return entries.filter((entry) => entry.sweep === sweep).reduce((sum, entry) => sum + cost(entry), 0);
}

/** Requests that may have been paid for without a response, and the most that they can have cost together. */
export function possiblyLost(entries: readonly LedgerEntry[]): { requests: number; boundUsd: number } {
  const lost = entries.filter(({ outcome }) => outcome === null || (outcome.ended !== 'complete' && outcome.costUsd !== 0));
  return { requests: lost.length, boundUsd: lost.reduce((sum, entry) => sum + cost(entry), 0) };
}
