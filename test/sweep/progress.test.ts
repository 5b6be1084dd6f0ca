import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaderboardOf, progressTable } from '../../core/sweep-progress.ts';
import { countGenerated, countScored, emptyTally, percentOf, pointsOf } from '../../core/tally.ts';
import { trialsOf } from '../../core/trial.ts';
import { handling } from './handling.ts';

const tally = (model: string, ...earned: (number | null)[]) => {
  const it = emptyTally(model, ['01-a', '02-b'], 4);
  for (const [index, points] of earned.entries()) countScored(it, index % 2 === 0 ? '01-a' : '02-b', { points: 5, earned: points });
  return it;
};

test('a trial that is not scored is counted apart, never as zero', () => {
  const it = tally('m', 5, null, 3);
  assert.deepEqual(pointsOf(it), { earned: 8, possible: 10, notScored: 1 });
  assert.equal(percentOf(pointsOf(it)), 80);
  assert.equal(percentOf(pointsOf(tally('m'))), null);
});

test('points can be taken over some levels alone', () => {
  assert.deepEqual(pointsOf(tally('m', 5, 1), ['02-b']), { earned: 1, possible: 5, notScored: 0 });
});

test('a reused response adds neither tokens nor time', () => {
  const it = tally('m');
  const response = { responseHash: '', bytes: 1, outputTokens: 100, generationMs: 1000, stopReason: 'complete' as const, costUsd: 0 };
  countGenerated(it, { ...response, reused: false });
  countGenerated(it, { ...response, reused: true });
  assert.deepEqual([it.outputTokens, it.generationMs], [100, 1000]);
});

test('the leaderboard has the best first and what is unknown last', () => {
  const order = leaderboardOf([tally('none'), tally('weak', 1, 1), tally('strong', 5, 4)]).map((line) => line.model);
  assert.deepEqual(order, ['strong', 'weak', 'none']);
});

test('the table shows percent of each level, ? for not scored, · for not begun, and why a model waits', () => {
  const waiting = tally('b', null);
  waiting.status = { state: 'waiting', reason: 'rate limited' };
  const text = progressTable({ sweep: 's', state: 'running', done: 3, total: 8, models: [tally('a', 5, 2), waiting] });
  assert.equal(
    text,
    [
      'model    trials   L1   L2     %',
      'a           2/4  100   40  70.0  queued',
      'b           1/4    ?    ·     –  waiting: rate limited',
    ].join('\n'),
  );
});

test('trials go sample by sample, the qualifying levels first', () => {
  const levels = ['01-a', '02-b', '03-c'].map((name, index) => ({ number: index + 1, name, hash: '', points: 5, promptBytes: 100 }));
  const model = {
    id: 'm',
    name: 'm',
    endpoint: { name: 'builtin', provider: 'builtin' as const },
    queue: '',
    lane: '',
    concurrency: 1,
    price: null,
  };
  const sampling = { temperature: 0.8, seed: 0, maxTokens: 1, contextTokens: 512, threads: null };
  const limits = { sweepUsd: null, modelUsd: null };
  const qualify = { levels: ['02-b'], percent: 50 };
  const plan = { sweep: 's', models: [], levels, samples: 2, sampling, qualify, handling, limits, specs: null };
  const { qualifying, others } = trialsOf(plan, model);
  const short = (trials: typeof others) => trials.map((trial) => `${trial.level.number}.${trial.sample}`);
  assert.deepEqual(
    [short(qualifying), short(others)],
    [
      ['2.1', '2.2'],
      ['1.1', '3.1', '1.2', '3.2'],
    ],
  );
});
