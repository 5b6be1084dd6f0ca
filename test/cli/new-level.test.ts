import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { execa } from 'execa';

const main = path.resolve(import.meta.dirname, '..', '..', 'cli', 'main.ts');
let folder: string;
const own = (...parts: string[]): string => path.join(folder, 'own', ...parts);

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'specgen-own-'));
  assert.equal((await specgen('new-level', own('01-first'))).exitCode, 0);
});
after(() => rm(folder, { recursive: true, force: true }));

async function specgen(...args: string[]) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [main, ...args], {
    ...{ cwd: folder, reject: false },
    env: { SPECGEN_OUTPUT: path.join(folder, 'output') },
  });
  return { exitCode, stdout, stderr };
}

test('a new level passes the gate', async () => {
  const { stdout } = await specgen('check-levels', '--specs', 'own');
  assert.match(stdout, /^01-first: good, 11 responses graded\n/);
});

test('each level has a canary of its own in all its files, and a schema for editors', async () => {
  await specgen('new-level', own('02-second'));
  const level = async (name: string) => JSON.parse(await readFile(own(name, 'level.json'), 'utf8'));
  const [first, second] = [await level('01-first'), await level('02-second')];
  assert.notEqual(first.canary, second.canary);
  assert.ok((await readFile(own('02-second', 'hidden', 'till_test.go'), 'utf8')).includes(second.canary));
  const schema = JSON.parse(await readFile(path.resolve(own('01-first'), first.$schema), 'utf8'));
  assert.ok('unchangedEarns' in schema.properties);
  await rm(own('02-second'), { recursive: true });
});

test('commands take the collection: levels, plan, grade', async () => {
  assert.match((await specgen('levels', '--specs', 'own')).stdout, /^L1 +Till rounding +core +5 /m);
  const plan = await specgen('plan', '--specs', 'own', '--model', 'builtin:reference', '--samples', '2');
  assert.match(plan.stdout, /^1 model × 1 level \(5 points\) × 2 samples = 2 trials/);
  const response = path.join('own', '01-first', 'calibration', 'sums-only', 'response.md');
  const { stdout } = await specgen('grade', '--specs', 'own', '--level', '1', '--response', response, '--json');
  assert.equal(JSON.parse(stdout).earned, 2);
});

const refusals: [string, string[], RegExp][] = [
  [
    'a name without a number',
    ['new-level', 'own/first'],
    /expected a folder named by a number and words, such as my-levels\/01-some-words/,
  ],
  ['a number that is taken', ['new-level', 'own/1-other'], /01-first has the number 1 already/],
  ['a collection that is not there', ['grade', '--specs', 'none', '--level', '1', '--response', 'a.md'], /no levels can be read from none/],
];
for (const [what, command, message] of refusals) {
  test(`${what} is refused in one line`, async () => {
    const { exitCode, stderr } = await specgen(...command);
    assert.deepEqual([exitCode, stderr.trim().split('\n').length], [1, 1], stderr);
    assert.match(stderr, message);
  });
}

const damages: [string, string, (text: string) => string, RegExp][] = [
  [
    'a newer format',
    'level.json',
    (text) => text.replace('"format": 1', '"format": 2'),
    /level\.json is of level format 2; expected 1: use a version/,
  ],
  ['a slip in the JSON', 'level.json', (text) => text.replace('"points": 5,', '"points": 5'), /level\.json is not JSON: /],
  [
    'an unknown field',
    'level.json',
    (text) => text.replace('"tier"', '"teir": 1, "tier"'),
    /level\.json is not as the format of levels says:\n.*teir/,
  ],
];
for (const [what, file, damage, message] of damages) {
  test(`${what} is named with its file`, async () => {
    const whole = await readFile(own('01-first', file), 'utf8');
    await writeFile(own('01-first', file), damage(whole));
    const { exitCode, stderr } = await specgen('check-levels', '--specs', 'own');
    await writeFile(own('01-first', file), whole);
    assert.equal(exitCode, 1);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n {4}at /);
  });
}

test('a missing part is named with its cure', async () => {
  const footer = await readFile(own('footer.md'), 'utf8');
  await rm(own('footer.md'));
  const { stderr } = await specgen('check-levels', '--specs', 'own');
  await writeFile(own('footer.md'), footer);
  assert.match(stderr, /^specgen: own\/footer\.md is missing: the end of every prompt/);
});
