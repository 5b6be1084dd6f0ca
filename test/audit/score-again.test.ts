import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { writeReport } from '../../activities/report.ts';
import { readSweepRecord } from '../../activities/sweep-record.ts';
import { scoreAgain } from '../../audit/score-again.ts';
import { verifySweep } from '../../audit/verify.ts';
import { buildResults } from '../../core/results.ts';
import { type StoredSweep, storedSweep } from './stored-sweep.ts';

/** Makes check b of the first level worth two points. */
async function dearer({ specs }: StoredSweep): Promise<void> {
  const file = path.join(specs, '18-telescope-lease', 'level.json');
  const level = JSON.parse(await readFile(file, 'utf8'));
  level.points += 1;
  level.checks[1].points += 1;
  await writeFile(file, JSON.stringify(level));
}

async function pointsOf({ auditing, sweep }: StoredSweep): Promise<(number | null)[]> {
  return (await readSweepRecord(auditing.store, sweep)).trials.map((trial) => trial.score?.earned ?? null);
}

describe('scoreAgain', () => {
  it('moves nothing where nothing changed', async (test) => {
    const stored = await storedSweep(test);
    const { moved, levels, graded } = await scoreAgain(stored.sweep, { go: '2' }, stored.auditing);
    assert.deepEqual([moved, levels, graded], [[], {}, 4]);
  });

  it('moves exactly the points that a changed level moves', async (test) => {
    const stored = await storedSweep(test);
    assert.deepEqual(await pointsOf(stored), [6, 6, 1, 1]);
    await dearer(stored);
    const { moved, levels } = await scoreAgain(stored.sweep, { go: '2' }, stored.auditing);
    assert.deepEqual(await pointsOf(stored), [7, 6, 1, 1]);
    assert.deepEqual(Object.keys(levels), ['18-telescope-lease']);
    assert.deepEqual(
      moved.map(({ trial, from, to, why }) => [trial.model, trial.level, from, to, why]),
      [
        ['builtin:reference', '18-telescope-lease', 6, 7, 'the level changed'],
        ['builtin:unchanged', '18-telescope-lease', 1, 1, 'the level changed'],
      ],
    );
    assert.deepEqual(moved[0]?.checks[0], { check: 'b', stored: 'pass, 1 of 1', now: 'pass, 2 of 2' });
  });

  it('leaves a sweep that is true again, and says in the report that it was scored anew', async (test) => {
    const stored = await storedSweep(test);
    const { store } = stored.auditing;
    await dearer(stored);
    await verifySweep(stored.sweep, stored.auditing);
    await scoreAgain(stored.sweep, { go: '2' }, stored.auditing);
    const text = await readFile(await writeReport(store, stored.sweep), 'utf8');
    assert.match(text, /Scored again \d{4}-\d\d-\d\d, since 18-telescope-lease changed \(go 2\): the points of 1 trials moved/);
    assert.match(text, /Not verified since/);
    assert.deepEqual((await verifySweep(stored.sweep, stored.auditing)).problems, []);
    const results = buildResults(await readSweepRecord(store, stored.sweep));
    assert.equal(results.levels[0]?.points, 7);
  });

  it('gives points for no other question than the one that was asked', async (test) => {
    const stored = await storedSweep(test);
    const spec = path.join(stored.specs, '19-kit-stock', 'spec.md');
    await writeFile(spec, `${await readFile(spec, 'utf8')}\nOne more thing.\n`);
    await dearer(stored);
    await assert.rejects(
      scoreAgain(stored.sweep, {}, stored.auditing),
      /answer another prompt than 19-kit-stock has now.*Nothing was changed/,
    );
    assert.deepEqual(await pointsOf(stored), [6, 6, 1, 1]);
  });

  it('refuses responses that are not what the model answered, and changes nothing', async (test) => {
    const stored = await storedSweep(test);
    await dearer(stored);
    const score = await readFile(stored.file('reference', 1, 'score.json'), 'utf8');
    await writeFile(stored.file('unchanged', 1, 'response.md'), 'edited');
    await rm(stored.file('unchanged', 2, 'response.md'));
    await assert.rejects(
      scoreAgain(stored.sweep, { go: '2' }, stored.auditing),
      /not what the model answered.*18-telescope-lease\/1\/response\.md, .*19-kit-stock\/1\/response\.md\./,
    );
    assert.equal(await readFile(stored.file('reference', 1, 'score.json'), 'utf8'), score);
  });

  it('names results that were cut short, and changes nothing', async (test) => {
    const stored = await storedSweep(test);
    await writeFile(stored.file('unchanged', 1, 'score.json'), '{"level":');
    await assert.rejects(scoreAgain(stored.sweep, { go: '2' }, stored.auditing), /score\.json is not as .*not JSON/);
    assert.equal(await readFile(stored.file('unchanged', 1, 'score.json'), 'utf8'), '{"level":');
  });

  it('goes on where it was stopped, which a report until then says of each trial', async (test) => {
    const stored = await storedSweep(test);
    const sweepFile = path.join(stored.folder, 'sweep.json');
    const before = await readFile(sweepFile, 'utf8');
    await dearer(stored);
    await scoreAgain(stored.sweep, { go: '2' }, stored.auditing);
    // sweep.json is written last
    await writeFile(sweepFile, before);
    await assert.rejects(writeReport(stored.auditing.store, stored.sweep), /score\.json has other checks or points .*run again/);
    await scoreAgain(stored.sweep, { go: '2' }, stored.auditing);
    assert.deepEqual(await pointsOf(stored), [7, 6, 1, 1]);
  });
});
