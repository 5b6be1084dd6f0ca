import jStat from 'jstat';
import { mean, variance } from '../statistics.ts';
import { cellsFor, chanceBeyond, type Part } from './lattice.ts';
import { difference, levelDifference, type PairedLevel } from './paired-level.ts';

/** Samples of both sides of a level up to which the distribution is counted out; beyond, it is as good as normal. */
export const countedOut = 20;

/**
 * Would samples of two equally good models differ as much on these very levels? Two-sided permutation test within
 * levels (Good, Permutation, Parametric and Bootstrap Tests of Hypotheses, 2005, section 3.4): each level's scores
 * are dealt out to the two sides anew in every way. Counted out exactly, without random numbers. Its null hypothesis
 * is that the two are equal on every level.
 */
export function chanceOnTheseLevels(levels: PairedLevel[]): number {
  const apart = levels.map(withoutShared);
  const observed = difference(levels);
  if (apart.some(({ first, second }) => first.length + second.length > countedOut)) return normalChance(apart, observed);
  return chanceBeyond(apart.map(dealt), observed, cellsFor(apart.flatMap(({ of }) => of)));
}

/** What may differ, without the responses that both sides share. `of` counts all samples of each side. */
interface Apart {
  first: number[];
  second: number[];
  of: [number, number];
  /** What the shared responses add to the difference, however the others are dealt. */
  constant: number;
}

function withoutShared({ first, second, shared }: PairedLevel): Apart {
  const of: Apart['of'] = [first.length, second.length];
  const common = sum(first.slice(first.length - shared));
  return {
    first: first.slice(0, first.length - shared),
    second: second.slice(0, second.length - shared),
    of,
    constant: common / of[0] - common / of[1],
  };
}

/** Every difference that dealing out a level's scores can give, with its chance. */
function dealt({ first, second, of: [ours, theirs], constant }: Apart): Part {
  const pool = [...first, ...second];
  const total = sum(pool);
  return [...sumsOfDraws(pool, first.length)].map(([drawn, chance]) => [drawn / ours - (total - drawn) / theirs + constant, chance]);
}

/** Sums of a draw of `size` among these scores, with their chances: score by score, taken or not. */
function sumsOfDraws(pool: number[], size: number): Map<number, number> {
  let states = new Map([[0, new Map([[0, 1]])]]);
  pool.forEach((score, index) => {
    const next = new Map<number, Map<number, number>>();
    const add = (taken: number, total: number, chance: number) => {
      const sums = next.get(taken) ?? new Map<number, number>();
      next.set(taken, sums.set(total, (sums.get(total) ?? 0) + chance));
    };
    for (const [taken, sums] of states) {
      const take = (size - taken) / (pool.length - index);
      for (const [total, chance] of sums) {
        if (take > 0) add(taken + 1, total + score, chance * take);
        if (take < 1) add(taken, total, chance * (1 - take));
      }
    }
    states = next;
  });
  return states.get(size) ?? new Map();
}

/** Normal approximation: a draw of n among N scores of mean m and variance S² has the mean n·m and the variance S²·n·(N−n)/N. */
function normalChance(apart: Apart[], observed: number): number {
  const parts = apart.map(({ first, second, of: [ours, theirs], constant }) => {
    const pool = [...first, ...second];
    const drawn = pool.length < 2 ? 0 : (variance(pool) * first.length * second.length) / pool.length;
    const center = pool.length === 0 ? 0 : mean(pool) * (first.length / ours - second.length / theirs);
    return { center: center + constant, variance: drawn * (1 / ours + 1 / theirs) ** 2 };
  });
  const [center, deviation] = [sum(parts.map((part) => part.center)), Math.sqrt(sum(parts.map((part) => part.variance)))];
  if (deviation < 1e-9) return 1;
  const below = (value: number): number => jStat.normal.cdf(value, center, deviation);
  return below(-Math.abs(observed)) + 1 - below(Math.abs(observed));
}

/**
 * Would levels on which neither is better in general differ as much? Exact sign-flip test (Fisher, The Design of
 * Experiments, 1935, section 21): every pattern of signs of the levels' differences, all alike likely.
 */
export function chanceOnLevelsLikeThese(levels: PairedLevel[]): number {
  const differences = levels.map(levelDifference);
  const flips = differences.map(
    (value): Part => [
      [value, 0.5],
      [-value, 0.5],
    ],
  );
  return chanceBeyond(flips, difference(levels), cellsFor(levels.flatMap(({ first, second }) => [first.length, second.length])));
}

/**
 * Chances adjusted for having looked at all of them (Holm, Scandinavian Journal of Statistics 6, 1979): the family is
 * wrong about any of them with no more than the chance that is shown.
 */
export function holm(chances: number[]): number[] {
  const order = chances.map((_, index) => index).sort((a, b) => chances[a]! - chances[b]!);
  const adjusted = [...chances];
  let least = 0;
  order.forEach((index, rank) => {
    least = Math.max(least, Math.min(1, chances[index]! * (chances.length - rank)));
    adjusted[index] = least;
  });
  return adjusted;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
