import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { test } from 'node:test';
import { scoreAgain } from '../../audit/score-again.ts';
import { verifySweep } from '../../audit/verify.ts';
import { storedSweep } from './stored-sweep.ts';

test('a sweep whose levels were moved is verified and scored again with the folder named', async (t) => {
  const { sweep, specs, auditing } = await storedSweep(t);
  const moved = `${specs}-moved`;
  await rename(specs, moved);
  const lost = await verifySweep(sweep, auditing);
  assert.match(lost.problems.map(({ what }) => what).join('\n'), /cannot be read any more/);
  assert.deepEqual((await verifySweep(sweep, { ...auditing, specs: moved })).problems, []);
  assert.deepEqual((await scoreAgain(sweep, { go: '1' }, { ...auditing, specs: moved })).moved, []);
});
