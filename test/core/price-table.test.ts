import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { priceIn, priceTableFormat } from '../../core/price-table.ts';

const table = priceTableFormat.parse([
  { asOf: '2026-02', source: 'a list', models: { 'anthropic:small-4': { input: 1, output: 5 } } },
  {
    asOf: '2025-01-31',
    source: 'an older list',
    models: { 'anthropic:small-4': { input: 9, output: 9 }, 'openai:big': { input: 2, output: 8 } },
  },
]);

test('a model has the price of the first list that names it, and so has its release of a date', () => {
  assert.deepEqual(priceIn(table, 'anthropic:small-4'), { price: { input: 1, output: 5 }, from: 'a list as of 2026-02' });
  assert.deepEqual(priceIn(table, 'anthropic:small-4-20251001')?.price, { input: 1, output: 5 });
  assert.equal(priceIn(table, 'openai:big-2025-04-14')?.from, 'an older list as of 2025-01-31');
});

test('a model that no list names has no price', () => {
  for (const model of ['anthropic:small-5', 'openai:bigger', 'ollama:small-4']) assert.equal(priceIn(table, model), null);
});

test('the table that comes with specgen is one', () => {
  const own = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../prices.json'), 'utf8'));
  assert.ok(priceTableFormat.parse(own).length > 0);
});

test('a price without its date or its source is refused', () => {
  const models = { 'openai:big': { input: 2, output: 8 } };
  for (const list of [
    { source: 'x', models },
    { asOf: '2026', source: 'x', models },
    { asOf: '2026-02', source: '', models },
  ])
    assert.ok(!priceTableFormat.safeParse([list]).success);
});
