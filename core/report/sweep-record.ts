import type { Observation } from '../answer.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { Check, Level } from '../level.ts';
import type { ResponseMetadata, Sampling } from '../response.ts';
import type { Score } from '../score.ts';

/** What reports say of a level. */
export type LevelRecord = Pick<Level, 'name' | 'number' | 'title' | 'tier' | 'points' | 'hash'> & {
  checks: Pick<Check, 'id' | 'kind' | 'points' | 'title'>[];
};

/** What a report keeps of a level, so that it can be made again after the level's folder has changed. */
export const levelRecord = ({ name, number, title, tier, points, hash, checks }: Level): LevelRecord => ({
  name,
  number,
  title,
  tier,
  points,
  hash,
  checks: checks.map(({ id, kind, points: worth, title: called }) => ({ id, kind, points: worth, title: called })),
});

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

/** One run of `specgen score`. */
export interface ScoredAgain {
  at: string;
  versions: Record<string, string>;
  /** Hash of each level that was another one, before and after. */
  levels: Record<string, { from: string; to: string }>;
  /** Trials whose points changed. */
  moved: number;
}

/** One run of `specgen verify`: every stored response graded anew. */
export interface Audit {
  at: string;
  /** Trials with a response, and those of them that were graded anew. */
  responses: number;
  regraded: number;
  /** Verdicts that were made anew, and those that differ from the stored ones. */
  verdicts: number;
  differing: number;
  /** Everything found that is not as stored, verdicts included. */
  problems: number;
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
  /** Folders of trials that the sweep did not ask for, relative to its own: none of them is counted. */
  strays: string[];
  /** When the stored responses were scored again, oldest first. */
  scoredAgain: ScoredAgain[];
  /** What the last verification found; null where there was none since the last scoring. */
  audit: Audit | null;
}
