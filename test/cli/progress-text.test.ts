import assert from 'node:assert/strict';
import { it } from 'node:test';
import { progressText } from '../../cli/terminal/progress-text.ts';
import type { SweepProgress } from '../../core/sweep-progress.ts';
import { emptyTally } from '../../core/tally.ts';

const progress = (...models: string[]): SweepProgress => ({
  sweep: 'night',
  state: 'running',
  done: 0,
  total: 100 * models.length,
  models: models.map((model) =>
    emptyTally(
      model,
      Array.from({ length: 20 }, (_, index) => `${index + 1}-task`),
      100,
    ),
  ),
});

it('says below the table of a sweep what is too small to be seen in it', () =>
  assert.match(
    progressText(progress('a', 'b')),
    /\n\nDifferences of two models below about 14 points of 100 would mostly not be seen \(20 levels, 5 samples each\)\.$/,
  ));

it('does not where there is nothing to compare', () => {
  assert.doesNotMatch(progressText(progress('a')), /Differences/);
  assert.doesNotMatch(progressText(progress()), /Differences/);
});
