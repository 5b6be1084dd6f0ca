import assert from 'node:assert/strict';
import test from 'node:test';
import type { Level } from '../../core/level.ts';
import type { LevelFolder } from '../../core/level-folder.ts';
import { checkLevels, printLevelCheck } from '../../grading/check-levels/check-levels.ts';
import { grader, level, sourceFiles } from './fixture.ts';

const canary = '3b2f8f0e-6f0b-4f8e-9c55-0f4c9c2a7d11';
const source = (body: string) => `package sums\n\n// Add adds.\nfunc Add(a, b int) int {\n\t${body}\n}\n`;

const hidden = `package sums_test

import (
	"testing"

	"sums"
)

func TestAdd(t *testing.T) {
	if got := sums.Add(2, 3); got != 5 {
		t.Errorf("R1: Add(2, 3) = %d, want 5", got)
	}
}

func TestNegative(t *testing.T) {
	if sums.Add(-2, -3) != -5 {
		t.Fatal("R2: Add(-2, -3) is not -5")
	}
}
`;

const phrases = (start: string) => Array.from({ length: 15 }, (_, index) => `${start} in case ${index}`);

const overflow = { match: phrases('Add may overflow'), miss: phrases('Add may wrap') };

function made(changes: Partial<Level> = {}, hiddenTests = hidden): Level {
  const base = level({
    hidden: { 'sums_test.go': hiddenTests },
    given: { 'sums.go': source('return a - b') },
    points: 3,
    checks: [
      { id: 'a', kind: 'test', points: 1, title: 'adds', tests: ['TestAdd'] },
      { id: 'b', kind: 'test', points: 1, title: 'negative', tests: ['TestNegative'], needs: [['a']] },
      {
        ...{ id: 'c', kind: 'pattern', points: 1, title: 'says so' },
        pattern: {
          section: 'findings',
          maxItems: 3,
          atLeast: 1,
          claims: [{ id: 'sign', locus: ['\\badd\\b'], mechanism: ['subtract'], not: ['never'] }],
          decoys: [{ id: 'overflow', mechanism: ['overflow'] }],
        },
      },
    ],
  });
  const spec = `<!-- canary: ${canary} -->\n# Sums\n\n- **R1.** Add adds.\n- **R2.** Also below zero.\n`;
  return { ...base, spec, footer: 'End with Feasibility.', ...changes };
}

function folder(changes: Partial<LevelFolder> = {}): LevelFolder {
  const prose = '## Findings\n\n- Add did subtract.\n\n## Feasibility\n\nFeasible.\n';
  return {
    level: made(),
    reference: { name: 'reference', files: sourceFiles({ 'sums.go': source('return a + b') }), prose },
    alternatives: [{ name: 'alternatives/1', files: sourceFiles({ 'sums.go': source('return b + a') }), prose }],
    mutants: [
      {
        name: 'stuck',
        content:
          'fails: a\nwhy: always five less\n\n--- a/sums.go\n+++ b/sums.go\n@@ -4,2 +4,2 @@\n func Add(a, b int) int {\n-\treturn a + b\n+\treturn a + b - 5\n',
      },
    ],
    calibration: [
      {
        name: 'silent',
        response: `\`\`\`go\n// file: sums.go\n${source('return a + b')}\`\`\`\n`,
        verdicts: { a: 'pass', b: 'pass', c: 'failed' },
      },
    ],
    patterns: { c: { sign: { match: phrases('Add did subtract'), miss: phrases('Add never did subtract') }, overflow } },
    hasNotes: true,
    folderHash: 'fixture',
    ...changes,
  };
}

async function problemsOf(changed: LevelFolder): Promise<string[]> {
  const [check] = await checkLevels(await grader(), [changed], true);
  return check!.problems.map(({ subject, expected, found }) => `${subject}: ${expected}: ${found}`);
}

test('a folder that keeps its promises has no problems, and its patterns are measured', async () => {
  const [check] = await checkLevels(await grader(), [folder()], true);
  assert.deepEqual(printLevelCheck(check!), [
    '00-fixture: good, 7 responses graded',
    '  c sign: precision 100 %, recall 100 %',
    '  c overflow: precision 100 %, recall 100 %',
  ]);
});

test('an unchanged folder is skipped, unless everything is asked for', async () => {
  const same = folder({ folderHash: `${process.hrtime.bigint()}` });
  const skipped = async (everything: boolean) => (await checkLevels(await grader(), [same], everything))[0]!.skipped;
  assert.deepEqual([await skipped(false), await skipped(false), await skipped(true)], [false, true, false]);
});

const wrongReference = { name: 'reference', files: sourceFiles({ 'sums.go': source('return a') }), prose: '' };
const [mutant, calibrated] = [folder().mutants[0]!, folder().calibration[0]!];
const texts = folder().patterns.c!.sign!;

const cases: [name: string, expected: RegExp, changed: LevelFolder][] = [
  ['a reference that is wrong', /^reference: 3 points: 0: a failed, b needs a, c failed$/, folder({ reference: wrongReference })],
  ['no alternative', /^folder: at least one of alternatives\/: none$/, folder({ alternatives: [] })],
  ['no notes', /^folder: NOTES.md: none$/, folder({ hasNotes: false })],
  ['points that do not add up', /^level.json: checks worth 9 points: 3$/, folder({ level: made({ points: 9 }) })],
  ['given code that earns something else', /^unchanged: 1 points: 0: /, folder({ level: made({ unchangedEarns: 1 }) })],
  [
    'a check that runs no such test',
    /^level.json tests: functions in hidden\/: TestNegative$/,
    folder({ level: made({}, hidden.replaceAll('TestNegative', 'TestOther')) }),
  ],
  [
    'a message without requirement',
    /^hidden\/sums_test.go:11: a message that begins with a requirement: "Add/,
    folder({ level: made({}, hidden.replace('R1: ', '')) }),
  ],
  [
    'a requirement without assertion',
    /^R3: an assertion or a check: none$/,
    folder({ level: made({ spec: `${made().spec}- **R3.** More.\n` }) }),
  ],
  [
    'an assertion without requirement',
    /^R2: a requirement of spec.md: no such number$/,
    folder({ level: made({ spec: made().spec.replace('**R2.**', 'R2') }) }),
  ],
  [
    'a prompt that names a test',
    /^prompt: no name of a hidden test: TestAdd$/,
    folder({ level: made({ spec: `${made().spec}\nTestAdd\n` }) }),
  ],
  [
    'a prompt with the canary',
    /^prompt: no canary: 3b2f/,
    folder({ level: made({ given: sourceFiles({ 'sums.go': `// ${canary}\n${source('return a - b')}` }) }) }),
  ],
  [
    'a mutant that lives',
    /^mutants\/stuck: c to fail: pass$/,
    folder({ mutants: [{ ...mutant, content: mutant.content.replace('fails: a', 'fails: a c') }] }),
  ],
  [
    'a mutant that fails more',
    /^mutants\/stuck: a to pass: failed$/,
    folder({ mutants: [{ ...mutant, content: mutant.content.replace('fails: a', 'fails: b') }] }),
  ],
  [
    'a mutant that does not build',
    /^mutants\/stuck: code that builds: a compile-error$/,
    folder({ mutants: [{ ...mutant, content: mutant.content.replace('- 5', '- "5"') }] }),
  ],
  [
    'a mutant that does not apply',
    /^mutants\/stuck: a diff that applies to reference\/: /,
    folder({ mutants: [{ ...mutant, content: mutant.content.replace('a + b\n', 'a * b\n') }] }),
  ],
  [
    'a mutant without header',
    /^mutants\/stuck: lines "fails/,
    folder({ mutants: [{ ...mutant, content: mutant.content.replace('fails', 'kills') }] }),
  ],
  [
    'a calibration that differs',
    /^calibration\/silent: c pass: failed$/,
    folder({ calibration: [{ ...calibrated, verdicts: { ...calibrated.verdicts, c: 'pass' } }] }),
  ],
  [
    'too few phrases',
    /^patterns\/c.json sign: at least 15 to match: 1$/,
    folder({ patterns: { c: { overflow, sign: { ...texts, match: ['Add did subtract'] } } } }),
  ],
  [
    'a phrase that is not recognised',
    /^patterns\/c.json sign: a match: none in: Add was wrong$/,
    folder({ patterns: { c: { sign: { ...texts, match: [...texts.match, 'Add was wrong'] } } } }),
  ],
  [
    'a near miss that is taken',
    /^patterns\/c.json sign: no match: one in: add, subtract$/,
    folder({ patterns: { c: { sign: { ...texts, miss: [...texts.miss, 'add, subtract'] } } } }),
  ],
  [
    'a pattern that a salad satisfies',
    /^check c: a salad of all words to fail: pass$/,
    folder({ patterns: { c: { sign: texts, overflow: { match: phrases('Add may wrap'), miss: [] } } } }),
  ],
];

for (const [name, expected, changed] of cases) {
  test(`${name} is a problem`, async () => {
    const problems = await problemsOf(changed);
    assert.ok(
      problems.some((problem) => expected.test(problem)),
      `${expected} in\n${problems.join('\n')}`,
    );
  });
}
