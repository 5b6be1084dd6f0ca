import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import type { Level } from '../../core/level.ts';
import { stateFolder } from '../../grading/state-folder.ts';
import { answer, grader, level } from '../grading/fixture.ts';

const folder = import.meta.dirname;

/** Code that earns nothing: whatever a forgery earns, it earns by its trick. */
const worthless = `package vault

import "errors"

var ErrEmpty = errors.New("")

type Counter struct{ n int }

func (c *Counter) Add()     { c.n++ }
func (c *Counter) Sum() int { return -c.n }

func Add(a, b int) int { return a - b }

func First(items []int) (int, error) { return 0, nil }
`;

/** Everything that some level might grant is granted here, so that the walls behind the source gate are tried. */
const imports = [
  ...['embed', 'errors', 'flag', 'fmt', 'io', 'io/fs', 'log', 'net/http', 'net/http.*', 'os', 'os.*', 'reflect', 'reflect.*'],
  ...['runtime', 'runtime.*', 'runtime/debug', 'strings', 'sync', 'testing', 'time'],
];

const vault = level({
  packages: [{ path: 'vault' }],
  files: { required: ['trick.go'], optional: ['vault.go'] },
  given: { 'vault.go': worthless, 'trick.go': 'package vault\n' },
  hidden: { 'vault_test.go': await readFile(path.join(folder, 'hidden/vault_test.go'), 'utf8') },
  limits: { cpuSeconds: 1, memoryMiB: 256 },
  imports,
  checks: [
    { id: 'a', kind: 'test', points: 1, title: 'adds', tests: ['TestAdd'] },
    { id: 'b', kind: 'test', points: 1, title: 'errors', tests: ['TestErrors'] },
    { id: 'c', kind: 'race', points: 1, title: 'no race', tests: ['TestRace'] },
  ],
});

const clamp = 'package limit\n\ntype Range struct{}\n\nfunc Clamp(n int) int { return max(0, min(n, 10)) }\n';

const limit = level({
  packages: [{ path: 'limit' }],
  files: { required: ['limit_test.go'] },
  given: { 'limit.go': clamp },
  hidden: {
    'variants/one/limit.go': clamp,
    'variants/two/limit.go': clamp.replace('max(0, min(n, 10))', 'min(max(n, 0), 10)'),
    'mutants/low/a/limit.go': clamp.replace('max(0, ', 'max(-1, '),
    'mutants/high/a/limit.go': clamp.replace('10)', '11)'),
  },
  limits: { cpuSeconds: 1, memoryMiB: 256 },
  imports,
  checks: [
    { id: 'a', kind: 'mutant', points: 1, title: 'correct', passes: ['one', 'two'] },
    { id: 'b', kind: 'mutant', points: 1, title: 'low', kill: { groups: ['low'], atLeast: 1 } },
    { id: 'c', kind: 'mutant', points: 1, title: 'high', kill: { groups: ['high'], atLeast: 1 } },
  ],
});

async function passedBy(given: Level, files: Record<string, string>): Promise<string[]> {
  const { verdicts } = await (await grader()).testAnswer(given, answer(files), true);
  assert.ok(
    Object.values(verdicts).every(({ verdict }) => verdict !== 'not-scored'),
    JSON.stringify(verdicts),
  );
  return Object.entries(verdicts).flatMap(([id, { verdict }]) => (verdict === 'pass' ? [id] : []));
}

async function goFiles(name: string): Promise<{ name: string; content: string }[]> {
  const names = (await readdir(path.join(folder, name))).sort();
  return Promise.all(names.map(async (file) => ({ name: file, content: await readFile(path.join(folder, name, file), 'latin1') })));
}

test('without tricks the answers earn nothing, and right ones everything', async () => {
  assert.deepEqual(await passedBy(vault, { 'trick.go': 'package vault\n' }), []);
  const right = await readFile(path.join(folder, 'hidden/right.go'), 'utf8');
  assert.deepEqual(await passedBy(vault, { 'trick.go': 'package vault\n', 'vault.go': right }), ['a', 'b', 'c']);
});

for (const { name, content } of await goFiles('answers')) {
  test(`answer ${name}`, async () => {
    const text = Buffer.from(content, 'latin1').toString('utf8');
    const files = text.includes('func Add(') ? { 'trick.go': 'package vault\n', 'vault.go': text } : { 'trick.go': text };
    assert.deepEqual(await passedBy(vault, files), []);
    await expectNothingLeft();
  });
}

for (const { name, content } of await goFiles('tests')) {
  test(`tests ${name}`, async () => {
    const passed = await passedBy(limit, { 'limit_test.go': content });
    assert.deepEqual(
      passed.filter((id) => id !== 'a'),
      [],
    );
    await expectNothingLeft();
  });
}

/** No process, no file and no work folder outlives an answer. */
async function expectNothingLeft(): Promise<void> {
  const left = await readdir(path.join(stateFolder(), 'cache', 'work'));
  assert.deepEqual(
    left.filter((name) => name.startsWith(`${process.pid}-`)),
    [],
  );
  await assert.rejects(stat('/tmp/forgery'), /ENOENT/);
  assert.deepEqual(await processesOfAnswers(), []);
}

/** What runs below us but the process that starts answers, and programs of answers that lost their parent. */
async function processesOfAnswers(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')));
  const found = lines.flatMap((line) => {
    const [, id, name, parent] = /^(\d+) \((.*)\) [^Z] (\d+) /s.exec(line) ?? [];
    return parent === undefined ? [] : [{ id, name, parent: Number(parent) }];
  });
  const starts = found.filter(({ name, parent }) => parent === process.pid && name === 'spawn');
  const parents = new Set([process.pid, ...starts.map(({ id }) => Number(id))]);
  const left = found.filter((one) => !starts.includes(one) && (parents.has(one.parent) || (one.name === 't' && one.parent === 1)));
  return left.map(({ id, name }) => `${id} ${name}`);
}
