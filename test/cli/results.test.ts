import assert from 'node:assert/strict';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { execa } from 'execa';
import { type StoredSweep, storedSweep } from '../audit/stored-sweep.ts';

const main = path.resolve(import.meta.dirname, '..', '..', 'cli', 'main.ts');
const undo: (() => Promise<void>)[] = [];
let stored: StoredSweep;

before(async () => {
  stored = await storedSweep({ after: (step) => undo.push(step) });
});
after(async () => {
  for (const step of undo) await step();
});

/** The command as a person runs it, piped, without a stack. */
async function specgen(...args: string[]) {
  const env = { SPECGEN_OUTPUT: stored.auditing.store.place, TEMPORAL_ADDRESS: undefined };
  const { exitCode, stdout, stderr } = await execa(process.execPath, [main, ...args], { reject: false, env });
  return { exitCode, stdout, stderr };
}

describe('specgen show', () => {
  it('tells one trial, the model by the end of its name, the level by its number', async () => {
    const { stdout, exitCode } = await specgen('show', 'night', 'unchanged', '18');
    assert.equal(exitCode, 0);
    assert.match(stdout, /^builtin:unchanged · L18 .* · sample 1\n18-telescope-lease: 1 of 6 points\n/);
    assert.match(stdout, /\n {2}b {2}test .* 0\/1 {2}failed\n {6}--- FAIL: Test\w+\n +--- FAIL: Test\w+\/one_first\n +\w+\.go:\d+: R\d+: /);
    assert.match(stdout, /package lease/);
  });
  it('prints the same as JSON', async () => {
    const { score, response } = JSON.parse((await specgen('show', 'night', 'builtin:reference', 'L19', '--json')).stdout);
    assert.equal(score.earned, 6);
    assert.match(response, /package stock/);
  });
  for (const [args, message] of [
    [['nigth', 'reference', '18'], /^specgen: there is no sweep "nigth" in .*; there are: night; did you mean "night"\?$/],
    [
      ['night', 'referenz', '18'],
      /^specgen: night has no model "referenz"; it has builtin:reference, builtin:unchanged; did you mean "reference"\?$/,
    ],
    [['night', 'reference', '3'], /^specgen: night has no level "3"; it has 18, 19$/],
    [['night', 'reference', '18', '2'], /^specgen: night has no sample 2; it has 1, counted from 1$/],
    [['night', 'reference', '18', 'x'], /^specgen: night has no sample x; it has 1, counted from 1$/],
  ] as const) {
    it(`says what there is instead of ${args.join(' ')}`, async () => {
      const { stderr, stdout, exitCode } = await specgen('show', ...args);
      assert.deepEqual([exitCode, stdout], [1, '']);
      assert.match(stderr, message);
    });
  }
});

describe('specgen compare', () => {
  it('tells two models apart, with what flipped', async () => {
    const { stdout, exitCode } = await specgen('compare', 'night/reference', 'night/unchanged');
    assert.equal(exitCode, 0);
    assert.match(stdout, /^night\/builtin:reference against night\/builtin:unchanged\n {2}\+83\.3 points of 100 over 2 levels/);
    assert.match(stdout, /19-kit-stock +6\.0\/6 +1\.0\/6 +−5\.0 {2}full marks lost/);
    assert.match(stdout, /cannot be told apart/);
    assert.match(stdout, /^scored +2\/2 +2\/2$/m);
  });
  it('names models that only one of two sweeps has, and trials without a score', async () => {
    const copy = path.join(stored.auditing.store.place, 'other');
    await cp(stored.folder, copy, { recursive: true });
    const file = path.join(copy, 'sweep.json');
    const { models, ...rest } = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...rest, sweep: 'other', models: models.slice(0, 1) }));
    await rm(path.join(copy, 'builtin+reference', '19-kit-stock'), { recursive: true });
    const { stdout, stderr, exitCode } = await specgen('compare', 'night', 'other');
    await rm(copy, { recursive: true });
    assert.equal(exitCode, 0);
    assert.equal(stderr, 'left out: builtin:unchanged, only in night');
    assert.match(stdout, /left out: 19-kit-stock, not scored on both sides/);
  });
  it('takes a sweep and its copy for the same responses', async () => {
    const copy = path.join(stored.auditing.store.place, 'again');
    await cp(stored.folder, copy, { recursive: true });
    const file = path.join(copy, 'sweep.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"sweep": "night"', '"sweep": "again"'));
    const comparisons = JSON.parse((await specgen('compare', 'night', 'again', '--json')).stdout);
    assert.deepEqual(
      comparisons.map(({ shared, pair }: { shared: number; pair: { difference: number } }) => [shared, pair.difference]),
      [
        [2, 0],
        [2, 0],
      ],
    );
  });
  it('refuses one side twice', async () => {
    const { stderr, exitCode } = await specgen('compare', 'night', 'night');
    assert.equal(exitCode, 1);
    assert.match(stderr, /^specgen: night\/builtin:reference stands on both sides; name two different ones$/);
  });
});

describe('specgen verify, score and report', () => {
  it('writes the report anew and says where', async () => {
    const { report } = JSON.parse((await specgen('report', 'night', '--json')).stdout);
    assert.match(await readFile(report, 'utf8'), /^# Sweep night/);
  });
  it('finds the sweep true, and scoring again moves nothing', async () => {
    const verified = await specgen('verify', 'night');
    assert.deepEqual([verified.exitCode, verified.stderr], [0, '']);
    assert.match(
      verified.stdout,
      /^4 responses \(4 without a copy in responses\/ to be held against\), 4 graded anew, 0 of 24 verdicts differ; night is as its report says$/,
    );
    assert.match(
      (await specgen('score', 'night')).stdout,
      /^night: 4 responses graded again, the points of 0 moved; the report is written anew$/,
    );
  });
  it('names what is not as stored, and exits with 4', async () => {
    const file = stored.file('unchanged', 1, 'response.md');
    const text = await readFile(file, 'utf8');
    await writeFile(file, `${text} `);
    const { stdout, exitCode } = await specgen('verify', 'night');
    await writeFile(file, text);
    assert.equal(exitCode, 4);
    assert.match(
      stdout,
      /response\.md: its sha256 is \w+, metadata\.json says \w+\n.*\.html: does not show .*\n\n4 responses.*; 2 things are not as stored$/s,
    );
  });
});
