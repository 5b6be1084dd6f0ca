import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CompileReport, PatternReport, TestReport } from '../../core/grading-reports.ts';
import { levelFormat } from '../../core/level.ts';
import { scoreTrial } from '../../core/score.ts';
import type { Verdict, Verdicts } from '../../core/verdict.ts';

const pass: Verdict = { verdict: 'pass' };
const failed: Verdict = { verdict: 'fail', reason: 'failed' };
const unknown: Verdict = { verdict: 'not-scored', reason: 'no memory left for the sandbox' };

type Given = Partial<{ needs: Record<string, string[][]>; feasible: boolean | 'exempt' }>;

/** a compile, b and c test, d pattern (2 points), e abstain, f pattern with an agreement on "edge". */
function levelOf({ needs = {}, feasible = true }: Given) {
  const edge = { observation: 'edge', values: { in: { id: 'in', mechanism: ['in'] }, out: { id: 'out', mechanism: ['out'] } } };
  const checks = [
    { id: 'a', kind: 'compile', points: 1 },
    { id: 'b', kind: 'test', points: 1 },
    { id: 'c', kind: 'test', points: 1 },
    { id: 'd', kind: 'pattern', points: 2 },
    { id: 'e', kind: 'abstain', points: 1 },
    { id: 'f', kind: 'pattern', points: 1, pattern: { section: 'assumptions', agreements: [edge] } },
  ].map((check) => ({ title: check.id, needs: needs[check.id] ?? [], ...check }));
  const format = { title: 'T', tier: 'core', points: 7, canary: '0d0e3f7a-6b1c-4c59-9a43-1f2b3c4d5e6f', unchangedEarns: 0 };
  const go = { packages: [{ path: 'p' }], files: { required: ['p.go'] }, imports: [] };
  return { ...levelFormat.parse({ ...format, ...go, feasible, checks }), name: '01-p' };
}

interface Reports {
  compile?: Verdicts;
  tests?: Verdicts;
  patterns?: Verdicts;
  observed?: Record<string, string>;
  stated?: string[];
  feasibility?: PatternReport['feasibility'];
}

function scoreOf(given: Given, reports: Reports) {
  const compile: CompileReport = { key: '', build: 'built', output: '', verdicts: reports.compile ?? { a: pass }, unsandboxed: false };
  const tests: TestReport = {
    key: '',
    verdicts: reports.tests ?? { b: pass, c: pass },
    observed: reports.observed ?? { edge: 'in' },
    unsandboxed: false,
  };
  const patterns: PatternReport = {
    verdicts: reports.patterns ?? { d: pass, e: pass },
    feasibility: reports.feasibility ?? 'feasible',
    found: {},
    stated: { f: { edge: reports.stated ?? ['in'] } },
  };
  return scoreTrial(levelOf(given), compile, tests, patterns);
}

function summary(given: Given, reports: Reports): string {
  const score = scoreOf(given, reports);
  const lost = score.checks.filter((check) => check.verdict !== 'pass');
  return [String(score.earned), ...lost.map((check) => `${check.id}:${check.verdict === 'fail' ? check.reason : check.verdict}`)].join(' ');
}

const cases: [name: string, given: Given, reports: Reports, expected: string][] = [
  ['everything passes', {}, {}, '7'],
  ['a failed test costs its points', {}, { tests: { b: failed, c: pass } }, '6 b:failed'],
  ['a pattern of two points', {}, { patterns: { d: failed, e: pass } }, '5 d:failed'],
  ['a failed need', { needs: { c: [['b']] } }, { tests: { b: failed, c: pass } }, '5 b:failed c:needs b'],
  ['a failed need is named before the own failure', { needs: { c: [['b']] } }, { tests: { b: failed, c: failed } }, '5 b:failed c:needs b'],
  ['a group with one member that passed', { needs: { d: [['b', 'c']] } }, { tests: { b: failed, c: pass } }, '6 b:failed'],
  [
    'a group of which all failed',
    { needs: { d: [['b', 'c']] } },
    { tests: { b: failed, c: failed } },
    '3 b:failed c:failed d:needs b or c',
  ],
  ['two groups, one unmet', { needs: { d: [['a'], ['b']] } }, { tests: { b: failed, c: pass } }, '4 b:failed d:needs b'],
  ['two groups unmet', { needs: { d: [['c'], ['b']] } }, { tests: { b: failed, c: failed } }, '3 b:failed c:failed d:needs c, b'],
  ['a need of a need', { needs: { d: [['c']], c: [['b']] } }, { tests: { b: failed, c: pass } }, '3 b:failed c:needs b d:needs c'],
  ['a need that stands later', { needs: { b: [['c']] } }, { tests: { b: pass, c: failed } }, '5 b:needs c c:failed'],
  ['a need not scored', { needs: { c: [['b']] } }, { tests: { b: unknown, c: pass } }, 'null b:not-scored c:not-scored'],
  [
    'a need not scored beside one that failed',
    { needs: { d: [['b'], ['c']] } },
    { tests: { b: unknown, c: failed } },
    'null b:not-scored c:failed d:needs c',
  ],
  [
    'a group with one unknown and one failed',
    { needs: { d: [['b', 'c']] } },
    { tests: { b: unknown, c: failed } },
    'null b:not-scored c:failed d:not-scored',
  ],
  ['a group with one unknown and one passed', { needs: { d: [['b', 'c']] } }, { tests: { b: unknown, c: pass } }, 'null b:not-scored'],
  ['no report judges a check', {}, { tests: { b: pass } }, 'null c:not-scored'],
  [
    'the build decides tests',
    {},
    { compile: { a: failed, b: { verdict: 'fail', reason: 'compile-error' } }, tests: { c: pass } },
    '5 a:failed b:compile-error',
  ],
  ['a failure outweighs a pass of another report', {}, { compile: { a: pass, b: failed } }, '6 b:failed'],
  [
    'a failure outweighs an unknown of another report',
    {},
    { compile: { a: pass, b: unknown }, tests: { b: failed, c: pass } },
    '6 b:failed',
  ],
  ['false infeasible', {}, { feasibility: 'infeasible' }, '3 d:false-infeasible e:false-infeasible f:false-infeasible'],
  [
    'false infeasible before a failed need',
    { needs: { d: [['b']] } },
    { feasibility: 'infeasible', tests: { b: failed, c: pass } },
    '2 b:failed d:false-infeasible e:false-infeasible f:false-infeasible',
  ],
  ['infeasible where saying so is exempt', { feasible: 'exempt' }, { feasibility: 'infeasible' }, '7'],
  ['infeasible where that is right', { feasible: false }, { feasibility: 'infeasible' }, '7'],
  ['no verdict on feasibility', {}, { feasibility: 'unstated' }, '7'],
  ['stated and observed differ', {}, { stated: ['out'] }, '6 f:failed'],
  ['nothing stated', {}, { stated: [] }, '6 f:failed'],
  ['both values stated', {}, { stated: ['in', 'out'] }, '6 f:failed'],
  ['nothing observed', {}, { observed: {} }, '6 f:failed'],
  ['nothing observed because a test could not run', {}, { observed: {}, tests: { b: unknown, c: pass } }, 'null b:not-scored f:not-scored'],
  [
    'a contradiction while another test could not run',
    {},
    { stated: ['out'], tests: { b: unknown, c: pass } },
    'null b:not-scored f:failed',
  ],
  ['agreement, but failed on its words', {}, { patterns: { d: pass, e: pass, f: failed } }, '6 f:failed'],
];

describe('scoreTrial', () => {
  for (const [name, given, reports, expected] of cases) it(name, () => assert.equal(summary(given, reports), expected));

  it('keeps what an unknown check is worth apart from zero', () => {
    const score = scoreOf({}, { tests: { b: unknown, c: failed } });
    assert.deepEqual(
      score.checks.slice(1, 3).map((check) => check.earned),
      [null, 0],
    );
    assert.equal(score.points, 7);
    assert.equal(score.level, '01-p');
  });

  it('says what was stated and what was observed', () => {
    const check = scoreOf({}, { stated: ['out'] }).checks[5];
    assert.equal(check?.verdict === 'fail' && check.detail, 'edge: stated out, observed in');
  });

  it('refuses needs in a circle', () => {
    assert.throws(() => scoreOf({ needs: { b: [['c']], c: [['b']] } }, {}), /circle/);
  });

  it('refuses a need that the level does not have', () => {
    assert.throws(() => scoreOf({ needs: { b: [['z']] } }, {}), /needs z/);
  });
});
