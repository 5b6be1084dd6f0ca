import assert from 'node:assert/strict';
import test from 'node:test';
import { answer, grader, level } from './fixture.ts';

const right = 'package limit\n\nfunc Clamp(n int) int { return max(0, min(n, 10)) }\n';

const clampParts = {
  packages: [{ path: 'limit' }],
  files: { required: ['limit_test.go'] },
  imports: ['testing'],
  given: { 'limit.go': right },
  hidden: {
    'variants/plain/limit.go': right,
    'variants/branches/limit.go': 'package limit\n\nfunc Clamp(n int) int {\n\tif n < 0 {\n\t\treturn 0\n\t}\n\treturn min(n, 10)\n}\n',
    'variants/legal/limit.go':
      'package limit\n\nfunc Clamp(n int) int {\n\tif n == 1000 {\n\t\treturn 11\n\t}\n\treturn max(0, min(n, 10))\n}\n',
    'mutants/low/sign/limit.go': 'package limit\n\nfunc Clamp(n int) int { return min(n, 10) }\n',
    'mutants/high/none/limit.go': 'package limit\n\nfunc Clamp(n int) int { return max(0, n) }\n',
    'mutants/high/edge/limit.go':
      'package limit\n\nfunc Clamp(n int) int {\n\tif n == 10 {\n\t\tpanic("edge")\n\t}\n\treturn max(0, min(n, 10))\n}\n',
  },
  checks: [
    { id: 'a', kind: 'mutant', points: 1, title: 'correct', passes: ['plain', 'branches'] },
    { id: 'b', kind: 'mutant', points: 1, title: 'legal', passes: ['legal'], kill: { groups: ['low', 'high'], atLeast: 1 } },
    { id: 'c', kind: 'mutant', points: 1, title: 'low', kill: { groups: ['low'], atLeast: 1 } },
    { id: 'd', kind: 'mutant', points: 1, title: 'high', kill: { groups: ['high'], atLeast: 1 } },
  ],
} satisfies Parameters<typeof level>[0];
const clamp = level(clampParts);

const head = 'package limit_test\n\nimport (\n\t"testing"\n\n\t"limit"\n)\n';
const wants = (name: string, n: string, want: string) =>
  `\nfunc ${name}(t *testing.T) {\n\tif got := limit.Clamp(${n}); got != ${want} {\n\t\tt.Errorf("%d", got)\n\t}\n}\n`;

const middle = wants('TestMiddle', '5', '5');
const low = wants('TestLow', '-1', '0');
const high = wants('TestHigh', '11', '10');
const edge = wants('TestEdge', '10', '10');
const overdone = wants('TestThousand', '1000', '10');
const wrong = wants('TestWrong', '-5', '-5');
const contrary = [1, 2, 3].map((n) => wants(`TestContrary${n}`, '-7', `${-n}`)).join('');

const cases: [name: string, tests: string, passed: string][] = [
  ['thorough tests', head + middle + low + high + edge, 'abcd'],
  ['a group needs all its mutants', head + middle + low + high, 'abc'],
  ['tests that find nothing', head + middle, 'a'],
  ['a test that demands too much of legal code', head + low + overdone, 'ac'],
  ['one wrong test costs the first check and kills nothing', head + high + edge + wrong, 'bd'],
  ['contradictory tests void all kills', head + low + high + edge + contrary, ''],
  ['no test at all', 'package limit_test\n', ''],
  ['tests that end the process', `${head}\nfunc TestGo(t *testing.T) {\n\tgo func() { panic(limit.Clamp(-1)) }()\n\tselect {}\n}\n`, ''],
  ['tests that skip', `${head}${low.replace('if got', 't.Skip()\n\tif got')}`, ''],
  ['tests that do not compile', head, ''],
  ['tests with an import that is not allowed', head.replace('"testing"', '"os"\n\t"testing"') + low, ''],
  ['tests in the package itself', (head + low).replace('limit_test', 'limit'), ''],
];

for (const [name, tests, passed] of cases) {
  test(`${name}: ${passed || 'nothing passes'}`, async () => {
    const { verdicts } = await (await grader()).testAnswer(clamp, answer({ 'limit_test.go': tests }));
    const found = Object.entries(verdicts).filter(([, { verdict }]) => verdict === 'pass');
    assert.equal(found.map(([id]) => id).join(''), passed, JSON.stringify(verdicts));
    assert.deepEqual(Object.keys(verdicts), ['a', 'b', 'c', 'd']);
  });
}

test('a test that fails only sometimes kills nothing', async () => {
  const flaky = `${head}\nvar seen int\n${middle.replace('if got', 'seen++\n\tif got')}${low.replace('if got := limit.Clamp(-1); got != 0', 'if got := limit.Clamp(-1); got != 0 && seen == 0')}`;
  const { verdicts } = await (await grader()).testAnswer(clamp, answer({ 'limit_test.go': flaky }));
  assert.deepEqual([verdicts.a?.verdict, verdicts.c?.verdict], ['pass', 'fail']);
});

test("an answer's own tests are judged alike whatever package comes with them, built anew or not", async () => {
  const e = { id: 'e', kind: 'test' as const, points: 1, title: 'the package', tests: ['TestTen'] };
  const hidden = { ...clampParts.hidden, 'limit_test.go': `${head}${wants('TestTen', '11', '10')}` };
  const both = level({ ...clampParts, hidden, files: { required: ['limit.go', 'limit_test.go'] }, checks: [...clampParts.checks, e] });
  const tests = head + middle + low + high + edge;
  const own = [right, right.replace('10', '9'), 'package limit\n\nfunc Clamp(n int) int { return "" }\n'];
  const found = [];
  for (const [limit, force] of [
    [own[0], true],
    [own[1], false],
    [own[2], false],
    [own[2], true],
  ] as const) {
    const delivered = answer({ 'limit.go': limit!, 'limit_test.go': tests });
    await (await grader()).compileAnswer(both, delivered, force);
    const { verdicts } = await (await grader()).testAnswer(both, delivered, force);
    found.push(
      Object.entries(verdicts)
        .filter(([, { verdict }]) => verdict === 'pass')
        .map(([id]) => id)
        .sort()
        .join(''),
    );
  }
  assert.deepEqual(found, ['abcde', 'abcd', 'abcd', 'abcd']);
});
