import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean, nearest } from '../../core/near-miss.ts';

const cases: [wanted: string, existing: string[], meant: string | null][] = [
  ['modles', ['models', 'levels'], 'models'],
  ['smaples', ['samples', 'sampling'], 'samples'],
  ['qwen2.5-coder:7', ['qwen2.5-coder:32b', 'qwen2.5-coder:7b'], 'qwen2.5-coder:7b'],
  ['Nihgt', ['night', 'tonight'], 'night'],
  ['elephant', ['models', 'levels'], null],
  ['ab', ['xy', 'a'], null],
  ['x', [], null],
];

for (const [wanted, existing, meant] of cases) {
  test(`${wanted} among ${existing.join(', ') || 'nothing'} is ${meant ?? 'nothing known'}`, () => {
    assert.equal(nearest(wanted, existing), meant);
    assert.equal(didYouMean(wanted, existing), meant === null ? '' : `; did you mean "${meant}"?`);
  });
}
