import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { intervalOnLevelsLikeThese, intervalOnTheseLevels } from '../../core/comparison/intervals.ts';
import { chanceBeyond } from '../../core/comparison/lattice.ts';
import { modelPairs } from '../../core/comparison/model-pairs.ts';
import { comparePairs, sentenceOf } from '../../core/comparison/pair.ts';
import { difference, type PairedLevel } from '../../core/comparison/paired-level.ts';
import { chanceOnLevelsLikeThese, chanceOnTheseLevels, holm } from '../../core/comparison/significance.ts';
import { newcombe, studentQuantile, wilson } from '../../core/statistics.ts';

/** What SciPy and statsmodels find; `independent-numbers.py` makes it. */
interface Independent {
  levels: PairedLevel[];
  permutationWithinLevels: number;
  permutationOfSecondLevel: number;
  differences: number[];
  signFlip: number;
  chances: number[];
  holm: number[];
  welch: [number, number];
  newcombe: [number, number, number, number, number, number][];
  students: [number, number, number][];
  wilson: [number, number, number, number][];
}
const independent: Independent = JSON.parse(readFileSync(path.join(import.meta.dirname, 'independent-numbers.json'), 'utf8'));

const near = (found: number | undefined, expected: number, within = 1e-9) =>
  assert.ok(found !== undefined && Math.abs(found - expected) <= within, `${found} is not ${expected}`);

const level = (first: number[], second: number[], points = 6, shared = 0): PairedLevel => ({ points, first, second, shared });

describe('against SciPy and statsmodels', () => {
  it('permutation within levels, samples of different number', () =>
    near(chanceOnTheseLevels(independent.levels), independent.permutationWithinLevels));
  it('permutation of one level', () => near(chanceOnTheseLevels(independent.levels.slice(1, 2)), independent.permutationOfSecondLevel));
  it('sign flips', () =>
    near(chanceOnLevelsLikeThese(independent.differences.map((apart) => level([20 + 4 * apart], [20]))), independent.signFlip));
  it('Holm', () => {
    for (const [index, chance] of holm(independent.chances).entries()) near(chance, independent.holm[index] ?? -1);
  });
  it('Welch, which the interval is for one level', () => {
    const interval = intervalOnTheseLevels([level([6, 6, 3, 5], [1, 6, 0, 2, 2], 100)]);
    near(interval?.low, independent.welch[0], 1e-5);
    near(interval?.high, independent.welch[1], 1e-5);
  });
  // the first is example (a) of Newcombe's table II
  for (const [hits, n, others, m, low, high] of independent.newcombe) {
    it(`Newcombe, ${hits} of ${n} against ${others} of ${m}`, () => {
      const found = newcombe({ share: hits / n, of: n }, { share: others / m, of: m });
      near(found.low, low);
      near(found.high, high);
    });
  }
  for (const [probability, free, expected] of independent.students) {
    it(`Student's t, ${probability} at ${free}`, () => near(studentQuantile(probability, free), expected, 1e-6 * Math.abs(expected)));
  }
  for (const [hits, n, low, high] of independent.wilson) {
    it(`Wilson, ${hits} of ${n}`, () => {
      near(wilson(hits / n, n).low, low, 1e-9);
      near(wilson(hits / n, n).high, high, 1e-9);
    });
  }
});

describe('chanceOnTheseLevels', () => {
  it('is sure of nothing where all are equal', () => near(chanceOnTheseLevels([level([3, 3], [3, 3])]), 1));
  it('counts dealings by hand: 2 of the 20 ways to deal out 6 6 6 0 0 0', () =>
    near(chanceOnTheseLevels([level([6, 6, 6], [0, 0, 0])]), 0.1));
  it('multiplies over levels', () => near(chanceOnTheseLevels(Array.from({ length: 4 }, () => level([6], [0]))), 2 / 16));
  it('leaves what both share where it is', () => {
    near(chanceOnTheseLevels([level([6, 6, 6], [0, 0, 6], 6, 1)]), chanceOnTheseLevels([level([6, 6], [0, 0])]));
    near(chanceOnTheseLevels([level([3, 4], [3, 4], 6, 2)]), 1);
  });
  it('is as near to the exact chance where many are shared and one side has more', () => {
    const ones = (count: number, of: number) => Array.from({ length: of }, (_, index) => Number(index < count));
    // 12 and 9 scores of their own, 15 of the 21 ones; 3 shared ones beside them
    const suite = Array.from({ length: 12 }, () => level([...ones(10, 12), 1, 1, 1], [...ones(5, 9), 1, 1, 1], 1, 3));
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    const dealt = Array.from({ length: 7 }, (_, index): [number, number] => {
      const drawn = index + 6;
      return [(drawn + 3) / 15 - (18 - drawn) / 12, (choose(15, drawn) * choose(6, 12 - drawn)) / choose(21, 12)];
    });
    const exact = chanceBeyond(
      suite.map(() => dealt),
      difference(suite),
      60,
    );
    near(chanceOnTheseLevels(suite) / exact, 1, 0.2);
  });
  it('goes over to the normal distribution without a jump', () => {
    const many = (ones: number, n: number) => Array.from({ length: n }, (_, index) => (index % n < ones ? 6 : 2));
    const suite = (n: number) => Array.from({ length: 12 }, (_, index) => level(many((index % 3) + 4, n), many((index % 3) + 2, n)));
    near(chanceOnTheseLevels(suite(11)) / chanceOnTheseLevels(suite(10)), 1, 0.2);
  });
});

describe('intervals of a difference', () => {
  const levels = [level([6, 5, 6], [3, 5, 2]), level([1, 0, 2], [1, 1, 0]), level([4, 4, 4], [4, 3, 4])];
  it('agree with the difference', () => {
    const center = (100 * difference(levels)) / 18;
    for (const interval of [intervalOnTheseLevels(levels), intervalOnLevelsLikeThese(levels)]) {
      near(((interval?.low ?? 0) + (interval?.high ?? 0)) / 2, center, 1e-6);
    }
  });
  it('are paired: a constant difference leaves no doubt about the levels', () => {
    const constant = [level([5], [3]), level([4], [2]), level([2], [0])];
    assert.equal(intervalOnLevelsLikeThese(constant)?.method, 'newcombe');
  });
  it('need two samples of each side', () => assert.equal(intervalOnTheseLevels([level([5], [3]), level([4, 4], [2, 1])]), null));
  it('are never ± 0', () => {
    const interval = intervalOnTheseLevels([level([6, 6, 6], [6, 6, 6])]);
    assert.ok(interval && interval.low < 0 && interval.high > 0);
  });
  it('leave shared responses out of the variance', () => {
    const shared = intervalOnTheseLevels([level([1, 1, 6, 0], [2, 2, 6, 0], 6, 2)]);
    assert.equal(shared?.method, 'newcombe');
    assert.equal(intervalOnTheseLevels([level([5, 6], [5, 6], 6, 2)])?.standardError, 0);
  });
});

describe('comparePairs', () => {
  const suite = (first: number[], second: number[]) => Array.from({ length: 20 }, () => level(first, second));
  it('tells a large difference in general', () => {
    const [pair] = comparePairs([{ first: 'a', second: 'b', levels: suite([6, 5, 6], [1, 0, 1]) }]);
    assert.equal(pair?.finding, 'in general');
    assert.match(sentenceOf(pair!), /^a is better than b by 83\.3 points of 100 on these levels and on levels like these\.$/);
  });
  it('names the worse one second whichever way round', () => {
    const [pair] = comparePairs([{ first: 'a', second: 'b', levels: suite([1, 0, 1], [6, 5, 6]) }]);
    assert.match(sentenceOf(pair!), /^b is better than a by/);
  });
  it('tells a difference on a few levels of these levels alone', () => {
    const levels = [...Array.from({ length: 3 }, () => level([6, 6, 6, 6, 5], [0, 0, 0, 0, 1])), ...suite([3, 3], [3, 3])];
    const [pair] = comparePairs([{ first: 'a', second: 'b', levels }]);
    assert.equal(pair?.finding, 'on these levels');
  });
  it('says what is not known, and how much would be', () => {
    const [pair] = comparePairs([{ first: 'a', second: 'b', levels: suite([3, 4], [4, 3]) }]);
    assert.match(sentenceOf(pair!), /^a and b cannot be told apart: 0\.0 points of 100 between them; about 22 would mostly be seen\.$/);
  });
  it('asks for more the more pairs are looked at', () => {
    const contest = { first: 'a', second: 'b', levels: [level([6, 6, 6, 6], [0, 0, 0, 0]), level([4, 3], [3, 4])] };
    assert.equal(comparePairs([contest])[0]?.finding, 'on these levels');
    const five = comparePairs(Array.from({ length: 5 }, () => contest));
    assert.equal(five[0]?.finding, 'not told apart');
    assert.ok(five[0].smallest > (comparePairs([contest])[0]?.smallest ?? 0));
  });
});

describe('modelPairs', () => {
  const scored = (model: string, name: string, earned: number | null) => ({ model, level: name, earned });
  it('compares over the levels that both have scores on', () => {
    const names = [
      { name: 'l1', points: 4 },
      { name: 'l2', points: 4 },
    ];
    const trials = [scored('a', 'l1', 4), scored('a', 'l2', 4), scored('b', 'l1', 1), scored('b', 'l2', null)];
    const [pair] = modelPairs(['a', 'b'], names, trials);
    assert.deepEqual([pair?.levels, pair?.difference], [1, 75]);
  });
  it('makes no pair without a common level', () => {
    assert.deepEqual(modelPairs(['a', 'b'], [{ name: 'l1', points: 4 }], [scored('a', 'l1', 4), scored('b', 'l1', null)]), []);
  });
});
