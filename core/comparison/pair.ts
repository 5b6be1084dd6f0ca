import { decimal } from '../report/numbers.ts';
import { smallestDifference } from '../statistics.ts';
import { type DifferenceInterval, intervalOnLevelsLikeThese, intervalOnTheseLevels } from './intervals.ts';
import { difference, type PairedLevel, pointsOf } from './paired-level.ts';
import { chanceOnLevelsLikeThese, chanceOnTheseLevels, holm } from './significance.ts';

/** Two models, or one model in two sweeps, over the levels that both have scores on. Differences in points of 100. */
export interface Pair {
  first: string;
  second: string;
  levels: number;
  /** By how much the first is better. */
  difference: number;
  onTheseLevels: DifferenceInterval | null;
  onLevelsLikeThese: DifferenceInterval | null;
  /** Chances of a difference this large between equals, and the same after Holm over all pairs that were compared. */
  chance: Chances;
  adjusted: Chances;
  /** Difference that would be found in four of five repetitions, among as many pairs as were compared. */
  smallest: number;
  /** What can be said of the first against the second. */
  finding: Finding;
}

interface Chances {
  theseLevels: number;
  levelsLikeThese: number;
}

/** Which of the two is better: on levels of this sort, at least on these very ones, or not to be told. */
export type Finding = 'in general' | 'on these levels' | 'not told apart';

export interface Contest {
  first: string;
  second: string;
  levels: PairedLevel[];
}

const accepted = 0.05;

/** Compares each pair; the more there are, the stronger a difference has to be. Pairs without a common level are left out. */
export function comparePairs(contests: Contest[]): Pair[] {
  const held = contests.filter(({ levels }) => levels.length > 0);
  const theseLevels = held.map(({ levels }) => chanceOnTheseLevels(levels));
  const levelsLikeThese = held.map(({ levels }) => chanceOnLevelsLikeThese(levels));
  const adjusted = { theseLevels: holm(theseLevels), levelsLikeThese: holm(levelsLikeThese) };
  return held.map(({ first, second, levels }, index) => {
    const onTheseLevels = intervalOnTheseLevels(levels);
    const at = (each: Record<keyof Chances, number[]>): Chances => ({
      theseLevels: each.theseLevels[index]!,
      levelsLikeThese: each.levelsLikeThese[index]!,
    });
    return {
      first,
      second,
      levels: levels.length,
      difference: (100 * difference(levels)) / pointsOf(levels),
      onTheseLevels,
      onLevelsLikeThese: intervalOnLevelsLikeThese(levels),
      chance: at({ theseLevels, levelsLikeThese }),
      adjusted: at(adjusted),
      smallest: 100 * smallestDifference(levels.length, samplesOf(levels), held.length),
      finding: findingOf(at(adjusted), onTheseLevels),
    };
  });
}

/** The test within levels also rejects for models that differ level by level and tie overall: the interval must agree. */
function findingOf(adjusted: Chances, interval: DifferenceInterval | null): Finding {
  const tied = interval !== null && interval.low <= 0 && interval.high >= 0;
  if (tied || adjusted.theseLevels > accepted) return 'not told apart';
  return adjusted.levelsLikeThese > accepted ? 'on these levels' : 'in general';
}

/** Samples a level, as a harmonic mean: what the variance of a difference goes by. */
function samplesOf(levels: PairedLevel[]): number {
  const inverse = levels.reduce((sum, { first, second }) => sum + (1 / first.length + 1 / second.length) / 2, 0);
  return levels.length / inverse;
}

/** The finding as a sentence that says what is not known, too. */
export function sentenceOf(pair: Pair): string {
  const { first, second, difference: apart, finding } = pair;
  const [better, worse] = apart >= 0 ? [first, second] : [second, first];
  const size = `${decimal(Math.abs(apart))} points of 100`;
  if (finding === 'not told apart') {
    return `${first} and ${second} cannot be told apart: ${size} between them; about ${decimal(pair.smallest, 0)} would mostly be seen.`;
  }
  const scope = finding === 'in general' ? 'on these levels and on levels like these' : 'on these levels; for others like them it is open';
  return `${better} is better than ${worse} by ${size} ${scope}.`;
}
