import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { creditedClaims, makesClaim } from '../../core/claims.ts';
import { denies } from '../../core/denial.ts';

const claim = (id: string, mechanism: string, locus: string[] = [], not: string[] = []) => ({ id, locus, mechanism: [mechanism], not });

const denials = {
  denies: [
    'This is not a bug.',
    "`Merge` iterates backwards, which isn't a problem.",
    'There is no data race here.',
    'No race in Snapshot.',
    'Fee has no bugs.',
    'The reverse loop is fine.',
    'The DST handling is correct.',
    'Works as intended.',
    'This is by design.',
    'The loop variable is safe.',
    'The comparison is already correct, so I left it alone.',
    'False alarm: the loop is deliberate.',
    'Nothing wrong with the comparator.',
    'No change needed in `Sub`.',
    'The loop variable is not racy since Go 1.22.',
    'It does not have a leak.',
    'Never a deadlock, since the lock is released.',
    'It’s not an issue.',
  ],
  'does not deny': [
    'The lock is not released.',
    'The channel is never closed, so workers leak.',
    '`Merge` sorts the slice without copying it.',
    'No copy is made before sorting.',
    'No error is returned when the producer fails.',
    'The comparison is not inclusive.',
    'The result is correct only for whole hours.',
    'This is not just a leak, it also deadlocks.',
    'This is not a rounding issue but a boundary bug.',
    'Snapshot returns the live map, which is a data race.',
    'The cap is not applied to each day.',
    'There is nothing that cancels the losers.',
    'The code is only safe if called once.',
    'It does not check the owner.',
    'Without the lock both writers race.',
  ],
};

describe('denies', () => {
  for (const [expected, texts] of Object.entries(denials)) {
    for (const text of texts) it(`${expected}: ${text}`, () => assert.equal(denies(text), expected === 'denies'));
  }
});

describe('makesClaim', () => {
  const grace = claim('grace', 'grace|inclusive', ['\\bFee\\b'], ['merge']);

  it('wants a locus and a mechanism', () => {
    assert.equal(makesClaim(grace, 'Fee: grace must be inclusive', true), true);
    assert.equal(makesClaim(grace, 'grace must be inclusive', true), false);
    assert.equal(makesClaim(grace, 'Fee is wrong', true), false);
  });

  it('does not look at case', () => assert.equal(makesClaim(grace, 'FEE: GRACE', true), true));
  it('gives way to what the claim rules out', () => assert.equal(makesClaim(grace, 'Fee and Merge: grace', true), false));
  it('gives way to a denial where one counts', () => {
    assert.equal(makesClaim(grace, 'Fee: grace is not a bug', true), false);
    assert.equal(makesClaim(grace, 'Fee: grace is not a bug', false), true);
  });

  it('refuses what RE2 does not know', () => assert.throws(() => makesClaim(claim('x', '(?=a)'), 'a', false)));
  it('reads across the lines of an item', () => assert.equal(makesClaim(claim('x', 'a.b'), 'a\nb', false), true));
});

describe('creditedClaims', () => {
  const claims = [claim('a', 'alpha'), claim('b', 'beta'), claim('c', 'gamma')];

  it('counts each claim once', () => assert.deepEqual(creditedClaims(claims, ['alpha', 'alpha again'], true), ['a']));
  it('lets an item support one claim', () => assert.equal(creditedClaims(claims, ['alpha and beta'], true).length, 1));
  it('gives an item that fits two to the claim that has no other', () => {
    assert.deepEqual(creditedClaims(claims, ['alpha and beta', 'alpha'], true), ['a', 'b']);
    assert.deepEqual(creditedClaims(claims, ['alpha', 'alpha and beta'], true), ['a', 'b']);
    assert.deepEqual(creditedClaims(claims, ['alpha and beta', 'beta and gamma', 'alpha'], true), ['a', 'b', 'c']);
  });

  it('gives nothing for an item that lists every claim', () => {
    assert.deepEqual(creditedClaims(claims, ['alpha beta gamma', 'alpha beta gamma', 'alpha beta gamma'], true), []);
  });
});
