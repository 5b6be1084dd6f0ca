import type { Tier } from '../level.ts';
import { type Interval, intervalOnLevelsLikeThese, intervalOnTheseLevels, mean, passAtK, type Stratum } from '../statistics.ts';
import type { LevelRecord, TrialRecord } from './sweep-record.ts';

/** Points of one model over some levels. Averages over samples, sums over levels. */
export interface Summary {
  /** Points that can be earned. */
  points: number;
  /** Null while a level has no scored trial: an unknown part makes an unknown sum. */
  earned: number | null;
  /** Share of the points, 0–100. */
  percent: number | null;
  trials: number;
  scored: number;
  /** Points if every trial without a score had earned nothing or everything; null where all are scored. */
  bounds: { low: number; high: number } | null;
  /** 95 % intervals in percent: null where there is too little data. */
  onTheseLevels: Interval | null;
  onLevelsLikeThese: Interval | null;
  /** Chance of full marks in 1 sample and in as many as were drawn, averaged over levels, 0–1, by the number. */
  passAt: Record<string, number | null>;
}

export const tiers: Tier[] = ['core', 'advanced', 'expert'];

/** Sums up one model's trials on these levels. */
export function summarise(levels: LevelRecord[], trials: TrialRecord[], samples: number): Summary {
  const groups = groupByLevel(levels, trials);
  const points = levels.reduce((sum, level) => sum + level.points, 0);
  const strata = groups.map(({ level, earned }) => ({
    weight: level.points / points,
    scores: earned.map((value) => value / level.points),
  }));
  const whole = groups.length > 0 && groups.every(({ earned }) => earned.length > 0);
  const earned = whole ? groups.reduce((sum, group) => sum + mean(group.earned), 0) : null;
  const scored = groups.reduce((sum, group) => sum + group.earned.length, 0);
  const count = groups.reduce((sum, group) => sum + group.trials, 0);
  return {
    points,
    earned,
    percent: earned === null ? null : (100 * earned) / points,
    trials: count,
    scored,
    bounds: scored === count ? null : boundsOf(groups),
    onTheseLevels: whole ? inPercent(intervalOnTheseLevels(strata)) : null,
    onLevelsLikeThese: whole ? inPercent(intervalOnLevelsLikeThese(strata)) : null,
    passAt: Object.fromEntries([...new Set([1, samples])].map((k) => [k, fullMarks(strata, k)])),
  };
}

interface LevelGroup {
  level: LevelRecord;
  /** Points of each scored trial. */
  earned: number[];
  trials: number;
}

function groupByLevel(levels: LevelRecord[], trials: TrialRecord[]): LevelGroup[] {
  const byLevel = Map.groupBy(trials, (trial) => trial.level);
  return levels.map((level) => {
    const here = byLevel.get(level.name) ?? [];
    return { level, earned: here.map((trial) => trial.score?.earned ?? null).filter((value) => value !== null), trials: here.length };
  });
}

function boundsOf(groups: LevelGroup[]): { low: number; high: number } {
  const sum = (unknown: (level: LevelRecord) => number) =>
    groups.reduce((total, { level, earned, trials }) => {
      const known = earned.reduce((all, value) => all + value, 0);
      return total + (trials === 0 ? unknown(level) : (known + (trials - earned.length) * unknown(level)) / trials);
    }, 0);
  return { low: sum(() => 0), high: sum((level) => level.points) };
}

function inPercent(interval: Interval | null): Interval | null {
  if (interval === null) return null;
  const { low, high, standardError, method } = interval;
  return { low: 100 * low, high: 100 * high, standardError: standardError === null ? null : 100 * standardError, method };
}

function fullMarks(strata: Stratum[], k: number): number | null {
  const each = strata.map(({ scores }) => passAtK(scores.length, scores.filter((score) => score === 1).length, k));
  const known = each.filter((value) => value !== null);
  return known.length === each.length && known.length > 0 ? mean(known) : null;
}
