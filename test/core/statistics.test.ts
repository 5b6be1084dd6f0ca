import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  intervalOnLevelsLikeThese,
  intervalOnTheseLevels,
  passAtK,
  smallestDifference,
  studentQuantile,
  variance,
  weightedScore,
  wilson,
} from '../../core/statistics.ts';

const near = (found: number | undefined, expected: number, within = 1e-4) =>
  assert.ok(found !== undefined && Math.abs(found - expected) <= within, `${found} is not ${expected}`);

describe('wilson', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  for (const [hits, n, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    it(`${hits} of ${n}`, () => {
      near(wilson(hits / n, n).low, low);
      near(wilson(hits / n, n).high, high);
    });
  }

  it('stays between 0 and 1', () => {
    for (const n of [1, 3, 20, 100]) {
      assert.ok(wilson(1, n).high <= 1 && wilson(1, n).low < 1);
      assert.ok(wilson(0, n).low >= 0 && wilson(0, n).high > 0);
    }
  });
});

describe('studentQuantile', () => {
  for (const [free, expected] of [
    [1, 12.7062],
    [2, 4.3027],
    [5, 2.5706],
    [19, 2.093],
    [30, 2.0423],
    [100, 1.984],
  ] as const) {
    it(`97.5 % with ${free} degrees of freedom`, () => near(studentQuantile(0.975, free), expected));
  }
});

describe('passAtK', () => {
  // Counted by hand: of the C(5,2) = 10 pairs, C(3,2) = 3 hold no right one.
  it('counts subsets', () => {
    near(passAtK(5, 2, 1) ?? -1, 0.4);
    near(passAtK(5, 2, 2) ?? -1, 0.7);
    near(passAtK(10, 1, 5) ?? -1, 0.5);
  });
  it('is sure where every subset holds a right one', () => assert.equal(passAtK(5, 3, 3), 1));
  it('is zero without a right one', () => assert.equal(passAtK(5, 0, 5), 0));
  it('knows nothing for more than were drawn', () => assert.equal(passAtK(3, 3, 4), null));
});

describe('variance', () => {
  it('is unbiased', () => near(variance([1, 2, 3, 4]), 5 / 3));
});

describe('intervalOnTheseLevels', () => {
  it('is the plain t interval for one level', () => {
    const interval = intervalOnTheseLevels([{ weight: 1, scores: [0.4, 0.5, 0.6] }]);
    near(interval?.standardError ?? -1, 0.1 / Math.sqrt(3));
    near(interval?.low, 0.5 - 0.24841);
    near(interval?.high, 0.5 + 0.24841);
  });

  it('adds variances of levels by squared weight, with degrees of freedom in between', () => {
    const strata = [
      { weight: 0.25, scores: [0.4, 0.6] },
      { weight: 0.75, scores: [0.5, 0.5, 0.5, 0.7] },
    ];
    const first = 0.25 ** 2 * 0.02 * 0.5;
    const second = 0.75 ** 2 * 0.01 * 0.25;
    const free = (first + second) ** 2 / (first ** 2 + second ** 2 / 3);
    const interval = intervalOnTheseLevels(strata);
    near(interval?.standardError ?? -1, Math.sqrt(first + second), 1e-12);
    near(interval?.high, weightedScore(strata) + studentQuantile(0.975, free) * Math.sqrt(first + second), 1e-12);
  });

  it('is not available with one sample', () => assert.equal(intervalOnTheseLevels([{ weight: 1, scores: [1] }]), null));
  it('is not available without levels', () => assert.equal(intervalOnTheseLevels([]), null));

  it('is Wilson where nothing varied', () => {
    const interval = intervalOnTheseLevels(Array(4).fill({ weight: 0.25, scores: [1, 1, 1, 1, 1] }));
    assert.equal(interval?.method, 'wilson');
    assert.equal(interval?.standardError, null);
    near(interval?.low, wilson(1, 20).low, 1e-9);
    assert.equal(interval?.high, 1);
  });

  it('is Wilson where t would leave the scale', () => {
    const interval = intervalOnTheseLevels([{ weight: 1, scores: [0.8, 1, 1] }]);
    assert.equal(interval?.method, 'wilson');
    assert.ok((interval?.high ?? 2) <= 1);
    near(interval?.standardError ?? -1, Math.sqrt(variance([0.8, 1, 1]) / 3), 1e-12);
  });
});

describe('intervalOnLevelsLikeThese', () => {
  it('is mean ± t·sd/√G for equal weights', () => {
    const means = [0.2, 0.4, 0.6, 0.8, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
    const interval = intervalOnLevelsLikeThese(means.map((score) => ({ weight: 0.1, scores: [score] })));
    const error = Math.sqrt(variance(means) / 10);
    near(interval?.standardError ?? -1, error, 1e-12);
    near(interval?.low, 0.5 - 2.26216 * error);
  });

  it('does not shrink with samples', () => {
    const strata = (n: number) => [0.3, 0.5, 0.7].map((score) => ({ weight: 1 / 3, scores: Array<number>(n).fill(score) }));
    near(intervalOnLevelsLikeThese(strata(2))?.low, intervalOnLevelsLikeThese(strata(8))?.low ?? -1, 1e-12);
  });

  it('is not available for one level', () => assert.equal(intervalOnLevelsLikeThese([{ weight: 1, scores: [0.5, 0.7] }]), null));
  it('is Wilson over levels where all have full marks', () => {
    near(intervalOnLevelsLikeThese(Array(20).fill({ weight: 0.05, scores: [1] }))?.low, wilson(1, 20).low, 1e-9);
  });
});

describe('smallestDifference', () => {
  it('is what simulations of twenty levels found', () => {
    const percent = [1, 3, 5, 10, 20].map((samples) => Math.round(100 * smallestDifference(20, samples)));
    assert.deepEqual(percent, [31, 18, 14, 10, 7]);
  });
  // Python: NormalDist().inv_cdf(1 - 0.025 / 231) + NormalDist().inv_cdf(0.8) is 4.540622
  it('is larger among the 231 pairs of 22 models', () => near(smallestDifference(20, 5, 231), 4.540622 * Math.sqrt(0.25 / 100), 1e-6));
  it('is no larger than the scale', () => assert.equal(smallestDifference(1, 1), 1));
});
