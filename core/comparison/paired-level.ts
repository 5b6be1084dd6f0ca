import { mean } from '../statistics.ts';

/** Scores that two models, or one model in two sweeps, earned on one level, in points. */
export interface PairedLevel {
  points: number;
  first: number[];
  second: number[];
  /** Responses that both sides hold in common: the same score stands in both lists, once for each, among the last. */
  shared: number;
}

/** Points by which the first is better, over all levels. */
export function difference(levels: PairedLevel[]): number {
  return levels.reduce((sum, level) => sum + levelDifference(level), 0);
}

/** Points by which the first is better on one level, samples averaged. */
export function levelDifference({ first, second }: PairedLevel): number {
  return mean(first) - mean(second);
}

/** Points of all levels together. */
export function pointsOf(levels: PairedLevel[]): number {
  return levels.reduce((sum, { points }) => sum + points, 0);
}
