import assert from 'node:assert/strict';
import test from 'node:test';
import type { Answer } from '../../core/answer.ts';
import type { Level } from '../../core/level.ts';
import type { Verdict } from '../../core/verdict.ts';
import { addAnswer, addLevel, addTests, answer, grader, level } from './fixture.ts';

async function verdictOf(given: Level, files: Answer): Promise<Verdict | undefined> {
  return (await (await grader()).testAnswer(given, files)).verdicts.a;
}

async function reasonOf(given: Level, files: Answer): Promise<string> {
  const verdict = await verdictOf(given, files);
  return verdict?.verdict === 'fail' ? verdict.reason : `${verdict?.verdict}`;
}

const logging = level({ hidden: { 'sums_test.go': addTests }, imports: ['log'] });
const tight = level({ hidden: { 'sums_test.go': addTests }, limits: { cpuSeconds: 1, memoryMiB: 256 } });

// a busy machine spends CPU on giving memory: enough of it that memory is the limit that is met
const small = level({ hidden: { 'sums_test.go': addTests }, limits: { cpuSeconds: 20, memoryMiB: 256 } });

const cases: [name: string, expected: string, given: Level, files: Answer][] = [
  ['a right answer', 'pass', addLevel, addAnswer('return a + b')],
  ['a wrong answer', 'failed', addLevel, addAnswer('return a - b')],
  ['a panic', 'panicked', addLevel, addAnswer('panic("no")')],
  ['a panic of another goroutine', 'panicked', addLevel, addAnswer('go panic("no")\nselect {}')],
  ['a stack without end', 'panicked', addLevel, addAnswer('return Add(a, b) + 1')],
  ['waiting for nobody', 'deadlock', addLevel, addAnswer('select {}')],
  ['an early end', 'failed', logging, addAnswer('log.Fatal("bye")\nreturn 5', ['log'])],
  ['computing without end', 'cpu-limit', tight, addAnswer('for {\n}\nreturn 5')],
  ['computing without end in init', 'cpu-limit', tight, addAnswer('return a + b', [], 'func init() { for {} }')],
  ['memory without end', 'memory-limit', small, addAnswer('s := []int{1}\nfor {\ns = append(s, s...)\n}\nreturn 5')],
  ['output without end', 'output-limit', addLevel, addAnswer('for {\nfmt.Println("PASS")\n}\nreturn 5', ['fmt'])],
  ['a broken answer', 'compile-error', addLevel, addAnswer('return a +')],
  ['a type error', 'compile-error', addLevel, addAnswer('return "five"')],
  ['an answer without the API', 'compile-error', addLevel, answer({ 'sums.go': 'package sums\n' })],
  ['an import that is not allowed', 'forbidden-source', addLevel, addAnswer('return a + b', ['syscall'], 'var _ = syscall.Getpid')],
  ['no file', 'no-answer', addLevel, answer({})],
  ['only a file that was not asked for', 'no-answer', addLevel, answer({ 'other.go': 'package sums\n' })],
];

for (const [name, expected, given, files] of cases) {
  test(`${name}: ${expected}`, async () => {
    assert.equal(await reasonOf(given, files), expected);
  });
}

test('what a build decides is in both reports, and nothing else is', async () => {
  const { compileAnswer, testAnswer } = await grader();
  const broken = addAnswer('return');
  const [compiled, tested] = [await compileAnswer(addLevel, broken), await testAnswer(addLevel, broken)];
  assert.equal(compiled.build, 'compile-error');
  assert.match(compiled.output, /^sums\.go:7:\d+: /);
  assert.deepEqual(compiled.verdicts, tested.verdicts);
  assert.deepEqual((await compileAnswer(addLevel, addAnswer('return b + a'))).verdicts, {});
});

test('a compile check without tests passes with the build', async () => {
  const builds = level({ hidden: { 'sums_test.go': addTests }, checks: [{ id: 'a', kind: 'compile', points: 1, title: 'builds' }] });
  const { compileAnswer } = await grader();
  assert.deepEqual((await compileAnswer(builds, addAnswer('return 0'))).verdicts, { a: { verdict: 'pass' } });
});

test('given files are built with the answer, unless it replaces them', async () => {
  const given = { 'helper.go': 'package sums\n\nfunc plus(a, b int) int { return a + b }\n' };
  const files = { required: ['sums.go'], optional: ['helper.go'] };
  const helped = level({ hidden: { 'sums_test.go': addTests }, given, files });
  const sums = addAnswer('return plus(a, b)').files[0]!;
  assert.equal(await reasonOf(helped, { files: [sums], observations: [] }), 'pass');
  const replaced = { path: 'helper.go', content: 'package sums\n\nfunc plus(a, b int) int { return 7 }\n' };
  assert.equal(await reasonOf(helped, { files: [sums, replaced], observations: [] }), 'failed');
});

test('a run must be of exactly the tests of the check', async () => {
  const two = `${addTests}\nfunc TestZero(t *testing.T) {\n\tif sums.Add(0, 0) != 0 {\n\t\tt.Error("R2: Add(0, 0) is not 0")\n\t}\n}\n`;
  const skipping = `${addTests.replace('if got', 't.Skip()\n\tif got')}`;
  const checks = [
    { id: 'a', kind: 'test' as const, points: 1, title: 'adds', tests: ['TestAdd'] },
    { id: 'b', kind: 'test' as const, points: 1, title: 'zero', tests: ['TestZero'] },
  ];
  const files = addAnswer('return max(a + b, 1)');
  const found = await (await grader()).testAnswer(level({ hidden: { 'sums_test.go': two }, checks }), files);
  assert.deepEqual([found.verdicts.a?.verdict, found.verdicts.b?.verdict], ['pass', 'fail']);
  assert.equal(await reasonOf(level({ hidden: { 'sums_test.go': skipping } }), files), 'failed');
});

test('observations come back with the tests', async () => {
  const observing = addTests
    .replace('"testing"', '"testing"\n\n\t"specgen/guard"')
    .replace('if got', 'guard.Observe("sign", "plus")\n\tif got');
  const found = await (await grader()).testAnswer(level({ hidden: { 'sums_test.go': observing } }), addAnswer('return a + b'));
  assert.deepEqual([found.observed, found.verdicts.a?.verdict], [{ sign: 'plus' }, 'pass']);
});
