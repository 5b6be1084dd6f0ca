import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from '../../workflows/pace.ts';

test('each rate limit halves the requests in flight, each round of successes allows one more', () => {
  const pace = new Pace();
  assert.equal(pace.of(8), 8);
  pace.limited(8);
  assert.equal(pace.of(8), 4);
  for (let success = 1; success <= 4; success += 1) pace.succeeded();
  assert.equal(pace.of(8), 5);
  for (let limit = 1; limit <= 10; limit += 1) pace.limited(8);
  assert.equal(pace.of(8), 1);
  for (let success = 1; success <= 100; success += 1) pace.succeeded();
  assert.equal(pace.of(8), 8);
});

test('what a person asks for holds at once, below what the provider allows', () => {
  const pace = new Pace();
  pace.limited(8);
  assert.deepEqual([pace.of(2), pace.of(64)], [2, 4]);
});

test('what the provider allows outlives a run', () => {
  const pace = new Pace();
  pace.limited(8);
  pace.succeeded();
  const next = new Pace(JSON.parse(JSON.stringify(pace.state())));
  assert.equal(next.of(8), 4);
  for (let success = 1; success <= 3; success += 1) next.succeeded();
  assert.equal(next.of(8), 5);
  assert.equal(new Pace(JSON.parse(JSON.stringify(new Pace().state()))).of(8), 8);
});
