import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimate, type PastResponse } from '../../core/estimate.ts';
import { readSweepInput } from '../../core/sweep-input.ts';
import { planSweep } from '../../core/sweep-plan.ts';

const levels = [
  { number: 1, name: '01-a', hash: 'h', points: 5, promptBytes: 3500 },
  { number: 2, name: '02-b', hash: 'h', points: 5, promptBytes: 7000 },
];
const prices = { 'openai:big': { input: 2, output: 10 } };
const plan = planSweep(
  's',
  readSweepInput({ models: ['openai:big', 'ollama:small'], samples: 3, sampling: { maxTokens: 1000 }, prices }),
  levels,
);
const [big, small] = plan.models;
const past = (model: string, level: string, outputTokens: number | null, totalMs: number): PastResponse => ({
  model,
  level,
  outputTokens,
  totalMs,
});

describe('estimate', () => {
  it('counts prompts by their bytes and knows the most that can come back', () => {
    const found = estimate(plan, big!, null, []);
    assert.deepEqual([found.trials, found.inputTokens, found.mostOutputTokens], [6, 3 * (1000 + 2000), 6000]);
    assert.deepEqual(
      [found.answered, found.outputTokens, found.seconds, found.costUsd, found.basis],
      [null, null, null, null, 'nothing yet'],
    );
    assert.equal(found.mostCostUsd?.toFixed(4), ((2 * 9000 + 10 * 6000) / 1e6).toFixed(4));
  });

  it('takes what a level had before, else what the others had', () => {
    const found = estimate(plan, big!, null, [past('openai:big', '01-a', 100, 2000), past('openai:big', '01-a', 300, 4000)]);
    assert.deepEqual([found.outputTokens, found.seconds, found.basis], [6 * 200, 6 * 3, 'this model']);
    assert.equal(found.costUsd?.toFixed(4), ((2 * 9000 + 10 * 1200) / 1e6).toFixed(4));
  });

  it('leaves out what is answered already', () => {
    const unanswered = new Map([
      ['01-a', 0],
      ['02-b', 2],
    ]);
    const found = estimate(plan, small!, unanswered, [past('ollama:small', '02-b', 50, 500)]);
    assert.deepEqual([found.answered, found.inputTokens, found.outputTokens, found.seconds], [4, 4000, 100, 1]);
  });

  it('takes tokens from other models where it must, but no time, and tells so', () => {
    const found = estimate(plan, small!, null, [past('openai:big', '01-a', 100, 2000)]);
    assert.deepEqual([found.outputTokens, found.seconds, found.basis, found.costUsd], [600, null, 'other models', null]);
  });

  it('never expects more than the limit', () => {
    assert.equal(estimate(plan, small!, null, [past('ollama:small', '01-a', 5000, 1)]).outputTokens, 6000);
  });
});
