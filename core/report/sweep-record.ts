import type { Observation } from '../answer.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { Check, Level } from '../level.ts';
import type { ResponseMetadata, Sampling } from '../response.ts';
import type { Score } from '../score.ts';

/** What reports say of a level. */
export type LevelRecord = Pick<Level, 'name' | 'number' | 'title' | 'tier' | 'points' | 'hash'> & {
  checks: Pick<Check, 'id' | 'kind' | 'points' | 'title'>[];
};

/** One trial as stored. A trial that is planned but not done has no score and no metadata. */
export interface TrialRecord {
  model: string;
  /** Folder name of the level. */
  level: string;
  sample: number;
  metadata: ResponseMetadata | null;
  score: Score | null;
  observations: Observation[];
  unsandboxed: boolean;
  /** Content key of the build that was graded, there once it was. */
  buildKey?: string;
  /** Requests to paid APIs that were made for the response, by this sweep or another. */
  ledger: LedgerEntry[];
  /** Why there is no score, where that is known: "not qualified", "provider down". */
  trouble?: string;
}

/** All that a sweep's report is made of. */
export interface SweepRecord {
  sweep: string;
  /** The input as far as numbers depend on it. */
  input: {
    samples: number;
    sampling: Omit<Sampling, 'seed'> & { seed: number };
    qualify: { levels: string[]; percent: number } | null;
  };
  /** Tools that took part, by name: toolchain, server, specgen itself. */
  versions: Record<string, string>;
  levels: LevelRecord[];
  /** Every model asked for, in the input's order. */
  models: string[];
  /** Every planned trial; one that is missing on disk is here without score. */
  trials: TrialRecord[];
}
