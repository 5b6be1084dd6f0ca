import type { CheckKind } from '../level.ts';
import type { LevelRecord, TrialRecord } from '../report/sweep-record.ts';
import type { Score } from '../score.ts';

const order: CheckKind[] = ['compile', 'test', 'race', 'mutant', 'structure', 'pattern', 'abstain'];

/** The kinds of check that these levels have, in the order in which grading goes. */
export function kindsOf(levels: LevelRecord[]): CheckKind[] {
  return order.filter((kind) => levels.some(({ checks }) => checks.some((check) => check.kind === kind)));
}

/** The levels that have checks of this kind, as if they had no other. */
export function levelsOfKind(levels: LevelRecord[], kind: CheckKind): LevelRecord[] {
  return levels.flatMap((level) => {
    const checks = level.checks.filter((check) => check.kind === kind);
    return checks.length === 0 ? [] : [{ ...level, checks, points: checks.reduce((sum, { points }) => sum + points, 0) }];
  });
}

/**
 * A score as if its level had only checks of this kind; null where it has none. A trial without points has none by kind
 * either: a part that is known would pass for the whole.
 */
export function scoreOfKind(score: Score | null, kind: CheckKind): Score | null {
  const checks = (score?.checks ?? []).filter((check) => check.kind === kind);
  if (score === null || score.earned === null || checks.length === 0) return null;
  const sum = (value: 'points' | 'earned') => checks.reduce((total, check) => total + (check[value] ?? 0), 0);
  return { level: score.level, points: sum('points'), earned: sum('earned'), checks };
}

export const trialsOfKind = (trials: TrialRecord[], kind: CheckKind): TrialRecord[] =>
  trials.map((trial) => ({ ...trial, score: scoreOfKind(trial.score, kind) }));
