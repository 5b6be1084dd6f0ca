import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault } from '../../core/faults.ts';
import type { Failure } from '../../workflows/failure.ts';
import { Mishaps } from '../../workflows/mishaps.ts';

const givenUp = { type: fault.trial, message: 'm', details: { cause: 'broken-off' } } as unknown as Failure;
const cut = { type: fault.wait, message: 'm', details: { cause: 'cut' } } as unknown as Failure;
const handedOver = (mishaps: Mishaps) => new Mishaps(JSON.parse(JSON.stringify(mishaps.state())));

test('the fifth broken stream of a trial is its last, whichever run counts it', () => {
  let mishaps = new Mishaps();
  for (let stream = 1; stream <= 4; stream += 1) {
    assert.equal(mishaps.isLast(7), false);
    mishaps.count(7, cut);
    mishaps = handedOver(mishaps);
  }
  assert.equal(mishaps.isLast(7), true);
});

test('three trials given up in a row are too many, also over two runs; an answer between them begins anew', () => {
  const mishaps = new Mishaps();
  mishaps.count(1, givenUp);
  mishaps.count(2, givenUp);
  const next = handedOver(mishaps);
  next.count(3, givenUp);
  assert.equal(next.areTooMany(), true);
  assert.equal(next.areTooMany(), false);
  next.count(4, givenUp);
  next.count(5, givenUp);
  next.answered(6);
  next.count(7, givenUp);
  assert.equal(next.areTooMany(), false);
});
