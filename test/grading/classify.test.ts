import assert from 'node:assert/strict';
import test from 'node:test';
import { classify } from '../../grading/run/classify.ts';
import type { Outcome } from '../../grading/sandbox/process.ts';

const nonce = 'f00d';
const report = { code: 0, ran: ['TestA', 'TestB'], failed: [], panicked: [], skipped: [], reason: '', observed: {} };

function framed(changes: object = {}, mark = nonce): string {
  return `\0${mark}${JSON.stringify({ ...report, ...changes })}`;
}

function outcome(changes: Partial<Outcome>): Outcome {
  return { exitCode: 0, stdout: '', stderr: '', result: framed(), outputLimit: false, wallLimit: false, ...changes };
}

const race = 'WARNING: DATA RACE\n';

const cases: [name: string, expected: string, done: Outcome, raceBuild?: boolean][] = [
  ['all ran, in another order', 'pass', outcome({ result: framed({ ran: ['TestB', 'TestA'] }) })],
  ['exit status 0 without a report', 'failed', outcome({ result: '' })],
  ['a report with another nonce', 'failed', outcome({ result: framed({}, 'beef') })],
  ['a report after other text', 'failed', outcome({ result: `x${framed()}` })],
  ['two reports', 'failed', outcome({ result: framed() + framed() })],
  ['a report that is cut', 'failed', outcome({ result: framed().slice(0, -1) })],
  ['a report with an unknown field', 'failed', outcome({ result: framed({ passed: true }) })],
  ['a test too few', 'failed', outcome({ result: framed({ ran: ['TestA'] }) })],
  ['a test too many', 'failed', outcome({ result: framed({ ran: ['TestA', 'TestB', 'TestC'] }) })],
  ['a test twice', 'failed', outcome({ result: framed({ ran: ['TestA', 'TestA'] }) })],
  ['a skipped test', 'failed', outcome({ result: framed({ ran: ['TestA'], skipped: ['TestB'] }) })],
  ['all ran, but the status is not 0', 'failed', outcome({ exitCode: 1 })],
  ['all ran, but the report says 1', 'failed', outcome({ result: framed({ code: 1 }) })],
  ['a failed test', 'failed', outcome({ exitCode: 1, result: framed({ code: 1, ran: ['TestA'], failed: ['TestB'] }) })],
  ['a panicked test', 'panicked', outcome({ exitCode: 1, result: framed({ code: 1, ran: ['TestA'], panicked: ['TestB'] }) })],
  [
    'a reported deadlock',
    'deadlock',
    outcome({ exitCode: 1, result: framed({ code: 1, ran: [], failed: ['TestA'], reason: 'deadlock' }) }),
  ],
  ['a reported leak', 'leak', outcome({ exitCode: 1, result: framed({ code: 1, ran: [], failed: ['TestA'], reason: 'leak' }) })],
  ['a reported hang', 'hung', outcome({ exitCode: 1, result: framed({ code: 1, ran: [], failed: ['TestA'], reason: 'hung' }) })],
  ['an invented reason', 'failed', outcome({ exitCode: 1, result: framed({ code: 1, ran: [], failed: ['TestA'], reason: 'not-scored' }) })],
  ['a panic outside of tests', 'panicked', outcome({ exitCode: 2, result: '', stderr: 'panic: boom\n' })],
  ['a runtime error', 'panicked', outcome({ exitCode: 2, result: '', stderr: 'fatal error: concurrent map writes\n' })],
  [
    'the runtime finds a deadlock',
    'deadlock',
    outcome({ exitCode: 2, result: '', stderr: 'fatal error: all goroutines are asleep - deadlock!\n' }),
  ],
  ['killed by the hard CPU limit', 'cpu-limit', outcome({ exitCode: 137, result: '' })],
  ['ended by the soft CPU limit', 'cpu-limit', outcome({ exitCode: 2, result: '', stderr: 'SIGXCPU: cpu limit exceeded\n' })],
  ['out of memory', 'memory-limit', outcome({ exitCode: 2, result: '', stderr: 'fatal error: runtime: out of memory\n' })],
  ['out of memory, then stacks without end', 'memory-limit', outcome({ outputLimit: true, result: '', stderr: 'runtime: out of memory' })],
  [
    'the race detector out of memory',
    'memory-limit',
    outcome({ exitCode: 66, result: '', stderr: 'ThreadSanitizer failed to allocate' }),
    true,
  ],
  ['output cut', 'output-limit', outcome({ outputLimit: true, result: '' })],
  ['output cut after a full report', 'output-limit', outcome({ outputLimit: true })],
  ['only the wall clock ended it', 'hung', outcome({ exitCode: 137, wallLimit: true, result: '' })],
  ['a race', 'race', outcome({ exitCode: 66, result: '', stderr: race }), true],
  ['a printed race in a plain build', 'failed', outcome({ exitCode: 66, result: '', stderr: race })],
  ['a printed race with status 1', 'failed', outcome({ exitCode: 1, result: '', stderr: race }), true],
  ['a printed race and a pass', 'pass', outcome({ stderr: race }), true],
  ['status 66 without a race', 'failed', outcome({ exitCode: 66, result: '' }), true],
  ['printed trouble of the harness', 'failed', outcome({ exitCode: 125, result: '', stderr: 'launch: cannot set -cpu\n' })],
];

for (const [name, expected, done, raceBuild = false] of cases) {
  test(`${name}: ${expected}`, () => {
    const verdict = classify(done, { nonce, tests: ['TestA', 'TestB'], race: raceBuild });
    assert.equal(verdict.verdict === 'fail' ? verdict.reason : verdict.verdict, expected);
  });
}

test('the detail is what the process wrote, without durations, and bounded', () => {
  const stdout = `--- FAIL: TestA (0.01s)\n${'x'.repeat(9000)}`;
  const verdict = classify(outcome({ exitCode: 1, stdout, stderr: 'y'.repeat(9000), result: '' }), {
    nonce,
    tests: ['TestA'],
    race: false,
  });
  assert.ok(verdict.verdict === 'fail' && verdict.detail!.startsWith('--- FAIL: TestA\nx') && verdict.detail!.length <= 4096);
  assert.match(verdict.detail ?? '', /xy|x\ny/);
});
