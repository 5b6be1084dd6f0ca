import { newcombe, studentQuantile, variance } from '../statistics.ts';
import { difference, levelDifference, type PairedLevel, pointsOf } from './paired-level.ts';

/** A 95 % confidence interval of a difference, in points of 100. */
export interface DifferenceInterval {
  low: number;
  high: number;
  /** Null for Newcombe's interval, which has none. */
  standardError: number | null;
  method: 'student-t' | 'newcombe';
}

/**
 * How far the difference may be off on these very levels: SE² = Σ (s²/n of the first + s²/m of the second), Student's t
 * with degrees of freedom by Satterthwaite. Responses that both share do not vary between them and are left out. Null
 * where a side of a level has but one sample of its own. Where nothing varied at all, Newcombe's interval.
 */
export function intervalOnTheseLevels(levels: PairedLevel[]): DifferenceInterval | null {
  const sides = levels.flatMap(({ first, second, shared }) => [own(first, shared), own(second, shared)]);
  const varying = sides.filter(({ scores }) => scores.length > 0);
  if (varying.some(({ scores }) => scores.length < 2)) return null;
  const parts = varying.map(({ scores, of }) => ({ variance: (variance(scores) * scores.length) / of ** 2, free: scores.length - 1 }));
  const total = sum(parts.map((part) => part.variance));
  if (varying.length > 0 && total < 1e-12) return unvaried(levels);
  const free = total ** 2 / sum(parts.map((part) => part.variance ** 2 / part.free));
  return aroundDifference(levels, Math.sqrt(total), varying.length === 0 ? 1 : free);
}

function own(scores: number[], shared: number): { scores: number[]; of: number } {
  return { scores: scores.slice(0, scores.length - shared), of: scores.length };
}

/**
 * How far the difference may be off for levels like these, each level's difference being one draw: cluster-robust
 * SE² = G/(G−1) · Σ (d − w·D)², d the level's difference in points, w its share of the points, D the sum, with t of
 * G−1 degrees of freedom (Miller 2024, arXiv:2411.00640, section 4). Null for fewer than two levels.
 */
export function intervalOnLevelsLikeThese(levels: PairedLevel[]): DifferenceInterval | null {
  if (levels.length < 2) return null;
  const total = difference(levels);
  const points = pointsOf(levels);
  const spread = sum(levels.map((level) => (levelDifference(level) - (level.points / points) * total) ** 2));
  if (spread < 1e-12) return unvaried(levels);
  return aroundDifference(levels, Math.sqrt((levels.length / (levels.length - 1)) * spread), levels.length - 1);
}

function aroundDifference(levels: PairedLevel[], standardError: number, free: number): DifferenceInterval {
  const scale = 100 / pointsOf(levels);
  const center = scale * difference(levels);
  const half = standardError === 0 ? 0 : scale * standardError * studentQuantile(0.975, free);
  return {
    low: Math.max(-100, center - half),
    high: Math.min(100, center + half),
    standardError: scale * standardError,
    method: 'student-t',
  };
}

/** Never ± 0 where nothing varied: Newcombe's interval with Kish's effective numbers. */
function unvaried(levels: PairedLevel[]): DifferenceInterval {
  const side = (name: 'first' | 'second') => ({ share: score(levels, name), of: effective(levels, name) });
  const { low, high } = newcombe(side('first'), side('second'));
  return { low: 100 * low, high: 100 * high, standardError: null, method: 'newcombe' };
}

function score(levels: PairedLevel[], side: 'first' | 'second'): number {
  return sum(levels.map((level) => sum(level[side]) / level[side].length)) / pointsOf(levels);
}

function effective(levels: PairedLevel[], side: 'first' | 'second'): number {
  const points = pointsOf(levels);
  return 1 / sum(levels.map((level) => (level.points / points) ** 2 / level[side].length));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
