import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Grant, Treasury } from '../../workflows/treasury.ts';

/** A treasury and what it has answered, as `model: dollars` or `model: no`. */
function opened(limitUsd: number, spent: [string, number][] = []) {
  const answers: string[] = [];
  const answer = (model: string, grant: Grant) => void answers.push(`${model}: ${'usd' in grant ? grant.usd : 'no'}`);
  return { treasury: new Treasury(limitUsd, new Map(spent), answer), answers };
}

test('grants are a tenth of what is left, at least what is asked for, and never more than there is', () => {
  const { treasury, answers } = opened(100);
  treasury.ask('a', 1);
  treasury.ask('b', 50);
  treasury.ask('a', 45);
  assert.deepEqual(answers, ['a: 10', 'b: 50', 'a: no']);
});

test('what a model gives back at its end, or a higher limit, serves those that wait', () => {
  const { treasury, answers } = opened(100);
  treasury.ask('a', 90);
  treasury.ask('b', 40);
  treasury.close('a', 30);
  treasury.ask('b', 60);
  treasury.raise(200);
  assert.deepEqual(answers, ['a: 90', 'b: no', 'b: 40', 'b: no', 'b: 60']);
});

test('a model that has ended waits for nothing; what earlier runs have spent is gone', () => {
  const { treasury, answers } = opened(100, [['a', 95]]);
  treasury.ask('b', 10);
  treasury.close('b', 0);
  treasury.raise(200);
  assert.deepEqual(answers, ['b: no']);
});
