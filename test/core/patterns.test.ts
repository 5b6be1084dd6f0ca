import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Check, levelFormat } from '../../core/level.ts';
import { checkPatterns } from '../../core/patterns.ts';

/** A level of one pattern check named `e`. */
function levelWith(pattern: unknown): { checks: Check[]; files: { required: string[]; optional: string[] } } {
  const check = { id: 'e', kind: 'pattern', points: 1, title: 'says it', pattern };
  const format = { title: 'T', tier: 'core', points: 1, canary: '0d0e3f7a-6b1c-4c59-9a43-1f2b3c4d5e6f', unchangedEarns: 0 };
  return levelFormat.parse({ ...format, packages: [{ path: 'p' }], files: { required: ['p.go'] }, imports: [], checks: [check] });
}

const claims = [
  { id: 'grace', locus: ['\\bFee\\b'], mechanism: ['grace', 'boundary'] },
  { id: 'cap', locus: ['\\bFee\\b'], mechanism: ['\\bcap\\b'] },
  { id: 'alias', locus: ['\\bMerge\\b'], mechanism: ['sorts (the )?caller', 'in place'] },
];
const decoys = [{ id: 'reverse', locus: ['\\bMerge\\b'], mechanism: ['revers', 'backwards'] }];
const findings = { section: 'findings', maxItems: 4, claims, atLeast: 2, decoys };

const grace = '- `Fee` treats the grace period as exclusive.';
const cap = '- `Fee` applies the cap once.';
const alias = "- `Merge` sorts the caller's slice.";
const reverse = '- `Merge` iterates backwards and so loses stays.';

function outcome(pattern: unknown, response: string): string {
  const verdict = checkPatterns(levelWith(pattern), response).verdicts.e;
  return verdict === undefined ? 'open' : verdict.verdict === 'fail' ? (verdict.detail ?? '') : verdict.verdict;
}

const inFindings = (...items: string[]) => `## Findings\n\n${items.join('\n')}\n`;

const cases: [name: string, pattern: unknown, response: string, expected: string | RegExp][] = [
  ['enough claims', findings, inFindings(grace, cap), 'pass'],
  ['all claims', findings, inFindings(grace, cap, alias), 'pass'],
  ['too few', findings, inFindings(grace), '1 of 2 claims found: grace'],
  ['one claim twice', findings, inFindings(grace, grace), '1 of 2 claims found: grace'],
  ['two claims in one item', findings, inFindings('- `Fee`: grace and cap are wrong'), /^1 of 2/],
  [
    'a denial in another sentence',
    { section: 'prose', unit: 'sentence', decoys: [{ id: 'once', mechanism: ['exactly once'], not: ['cannot'] }] },
    'That cannot be met. It prints each label exactly once.',
    'claims what is not so: once',
  ],
  [
    'a denial in the same sentence',
    { section: 'prose', unit: 'sentence', decoys: [{ id: 'once', mechanism: ['exactly once'], not: ['cannot'] }] },
    'It prints each label. That it does so exactly once cannot be promised.',
    'pass',
  ],
  ['nothing', findings, '', '0 of 2 claims found: none'],
  ['outside the section', findings, `${grace}\n${cap}\n`, /^0 of 2/],
  ['a decoy', findings, inFindings(grace, cap, reverse), 'claims what is not so: reverse'],
  ['a decoy that is denied', findings, inFindings(grace, cap, '- `Merge` iterates backwards, which is not a bug.'), 'pass'],
  ['a decoy beyond the items that count', findings, inFindings(grace, cap, alias, '- x', reverse), '5 items, at most 4 asked for'],
  ['as many items as are asked for', findings, inFindings(grace, cap, '- x', '- y'), 'pass'],
  ['a claim that is denied', findings, inFindings(grace, '- The cap in `Fee` is not a problem.'), /^1 of 2/],
  [
    'a salad in each item',
    { ...findings, decoys: [] },
    inFindings(...Array(4).fill('- Fee Merge grace boundary cap sorts caller in place')),
    /^0 of 2/,
  ],
  ['a salad, one word an item', findings, inFindings('- grace', '- cap', '- in place', '- Fee Merge'), /^0 of 2/],
  ['states feasible', { section: 'feasibility', states: 'feasible' }, '## Feasibility\nFeasible.', 'pass'],
  [
    'states infeasible instead',
    { section: 'feasibility', states: 'feasible' },
    '## Feasibility\nInfeasible.',
    'feasibility: feasible expected, infeasible found',
  ],
  ['states nothing', { section: 'feasibility', states: 'infeasible' }, 'Infeasible.', 'feasibility: infeasible expected, unstated found'],
  [
    'a claim in Feasibility',
    { section: 'feasibility', claims: [claims[0]], atLeast: 1 },
    '## Feasibility\n\nNo.\n\nFee has no problem with grace.\n',
    'pass',
  ],
  [
    'a claim in a comment',
    { section: 'comments', claims: [claims[0]], atLeast: 1 },
    '```go\n// file: p.go\npackage p\n\n// grace counts\nfunc Fee() {}\n```\n',
    'pass',
  ],
  [
    'a comment sign in a string',
    { section: 'comments', claims: [claims[0]], atLeast: 1 },
    '```go\n// file: p.go\npackage p\n\nvar s = "// grace in Fee"\n```\n',
    /^0 of 1/,
  ],
  [
    'a comment in a file that was not asked for',
    { section: 'comments', claims: [claims[0]], atLeast: 1 },
    '```go\n// file: q.go\npackage p\n// Fee: grace\n```\n',
    /^0 of 1/,
  ],
  [
    'decoys in any of several sections',
    { section: ['prose', 'comments'], decoys },
    '```go\n// file: p.go\npackage p\n\n// Merge goes backwards\n```\n',
    /reverse/,
  ],
  ['no decoy in any of several sections', { section: ['prose', 'comments'], decoys }, 'All is well.', 'pass'],
];

const edge = {
  observation: 'edge',
  values: { in: { id: 'in', mechanism: ['inclusive', 'counts'] }, out: { id: 'out', mechanism: ['exclusive'] } },
};
const agreeing = { section: 'assumptions', maxItems: 2, agreements: [edge] };

const stated: [name: string, pattern: unknown, response: string, values: string[], outcome: string | RegExp][] = [
  ['one value', agreeing, 'ASSUMPTION: day 30 – inclusive', ['in'], 'open'],
  ['no value', agreeing, 'ASSUMPTION: rounding – down', [], 'open'],
  ['two values', agreeing, 'ASSUMPTION: day 30 – inclusive\nASSUMPTION: day 30 – exclusive', ['in', 'out'], 'open'],
  ['too many lines', agreeing, Array(3).fill('ASSUMPTION: day 30 – counts').join('\n'), ['in'], /^3 items/],
  [
    'the first section that states one decides',
    { section: ['assumptions', 'feasibility'], agreements: [edge] },
    'ASSUMPTION: it counts\n\n## Feasibility\nexclusive',
    ['in'],
    'open',
  ],
  ['else the next', { section: ['assumptions', 'feasibility'], agreements: [edge] }, '## Feasibility\nexclusive', ['out'], 'open'],
];

describe('checkPatterns', () => {
  for (const [name, pattern, response, expected] of cases) {
    it(name, () => {
      const found = outcome(pattern, response);
      if (typeof expected === 'string') assert.equal(found, expected);
      else assert.match(found, expected);
    });
  }

  for (const [name, pattern, response, values, expected] of stated) {
    it(`agreement: ${name}`, () => {
      assert.deepEqual(checkPatterns(levelWith(pattern), response).stated.e, { edge: values });
      assert.match(outcome(pattern, response), expected instanceof RegExp ? expected : new RegExp(`^${expected}$`));
    });
  }

  it('tells what it found', () => {
    const report = checkPatterns(levelWith(findings), inFindings(grace, alias, reverse));
    assert.deepEqual(report.found.e, { claims: ['grace', 'alias'], decoys: ['reverse'], items: 3 });
    assert.equal(report.feasibility, 'unstated');
  });

  it('looks at no more items than were asked for', () => {
    const report = checkPatterns(levelWith(findings), inFindings('- x', '- y', '- z', grace, cap, reverse));
    assert.deepEqual(report.found.e, { claims: ['grace'], decoys: [], items: 6 });
  });

  it('leaves checks without a pattern alone', () => {
    const level = levelWith(undefined);
    assert.deepEqual(checkPatterns(level, inFindings(grace)).verdicts, {});
  });
});
