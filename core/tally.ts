import type { Generated, Scored } from './trial.ts';

/** Running sums of one level of one model. */
export interface LevelTally {
  done: number;
  notScored: number;
  earned: number;
  /** Points of the trials that are scored. */
  possible: number;
}

/** `paused` waits for a person, `waiting` for a provider; both with a reason. `grading`: all responses are there. */
export type ModelState =
  | { state: 'queued' | 'running' | 'grading' | 'done' | 'cancelled' }
  | { state: 'paused' | 'waiting' | 'failed' | 'not-qualified'; reason: string };

/** Progress of one model: what queries answer and what is handed over when a workflow continues as new. */
export interface ModelTally {
  model: string;
  status: ModelState;
  total: number;
  done: number;
  generating: number;
  awaitingGrading: number;
  outputTokens: number;
  generationMs: number;
  /** In US dollars, counted upwards where it is not known; null without a price. */
  costUsd: number | null;
  /** By level name. */
  levels: Record<string, LevelTally>;
}

export function emptyTally(model: string, levels: string[], total: number, priced = false): ModelTally {
  const none = (): LevelTally => ({ done: 0, notScored: 0, earned: 0, possible: 0 });
  return {
    model,
    status: { state: 'queued' },
    total,
    done: 0,
    generating: 0,
    awaitingGrading: 0,
    outputTokens: 0,
    generationMs: 0,
    costUsd: priced ? 0 : null,
    levels: Object.fromEntries(levels.map((level) => [level, none()])),
  };
}

/** Counts a response in. */
export function countGenerated(tally: ModelTally, generated: Generated): void {
  if (generated.reused) return;
  tally.outputTokens += generated.outputTokens ?? 0;
  tally.generationMs += generated.generationMs;
}

/** Counts a score in; `null` stands for a trial that could not be graded at all. */
export function countScored(tally: ModelTally, level: string, scored: Scored | null): void {
  const sums = tally.levels[level];
  if (!sums) throw new Error(`no level ${level} in the tally of ${tally.model}`);
  tally.done += 1;
  sums.done += 1;
  if (scored?.earned == null) sums.notScored += 1;
  else {
    sums.earned += scored.earned;
    sums.possible += scored.points;
  }
}

/** Points earned of those possible, over the scored trials of some levels (all by default). */
export function pointsOf(tally: ModelTally, levels = Object.keys(tally.levels)): { earned: number; possible: number; notScored: number } {
  const sums = levels.map((level) => tally.levels[level]).filter((sum) => sum !== undefined);
  const total = (pick: (sum: LevelTally) => number) => sums.reduce((all, sum) => all + pick(sum), 0);
  return { earned: total((sum) => sum.earned), possible: total((sum) => sum.possible), notScored: total((sum) => sum.notScored) };
}

/** 0–100 with one decimal, null as long as nothing is scored. */
export function percentOf(points: { earned: number; possible: number }): number | null {
  return points.possible === 0 ? null : Math.round((1000 * points.earned) / points.possible) / 10;
}
