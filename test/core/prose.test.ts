import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSections } from '../../core/prose.ts';

const findings: [name: string, response: string, items: string[]][] = [
  ['bullets', '## Findings\n\n- one\n- two\n', ['one', 'two']],
  ['numbers', '## Findings\n1. one\n2. two\n', ['one', 'two']],
  ['other depth and case', '#### FINDINGS:\n* one\n', ['one']],
  ['underlined heading', 'Findings\n--------\n- one\n', ['one']],
  ['bold heading', '**Findings**\n\n- one\n', ['one']],
  ['bold heading with colon', '**Findings:**\n- one\n', ['one']],
  ['plain heading with colon', 'Findings:\n- one\n', ['one']],
  ['numbered heading', '## 2. Findings\n- one\n', ['one']],
  ['heading with words before the list', '## Findings\n\nI found these:\n\n- one\n', ['one']],
  ['continued items', '## Findings\n- one\n  more\n\n  still\n- two\n', ['one\nmore\nstill', 'two']],
  ['nested items belong to the outer one', '## Findings\n- one\n  - detail\n- two\n', ['one\ndetail', 'two']],
  ['fences in items are left out', '## Findings\n- one\n\n  ```go\n  // - three\n  ```\n- two\n', ['one', 'two']],
  ['fences between are left out', '## Findings\n- one\n\n```text\n- three\n```\n', ['one']],
  ['the next heading ends it', '## Findings\n- one\n\n## Notes\n- two\n', ['one']],
  ['a deeper heading does not', '## Findings\n### Grace\n- one\n### Cap\n- two\n', ['one', 'two']],
  ['a higher heading does', '## Findings\n- one\n# Rest\n- two\n', ['one']],
  ['another bold section ends it', '**Findings**\n- one\n\n**Feasibility**\n\n- two\n', ['one']],
  ['bold words do not', '## Findings\n\n**Grace**\n\n- one\n\n**Cap**\n\n- two\n', ['one', 'two']],
  ['twice', '## Findings\n- one\n## Other\n- x\n## Findings\n- two\n', ['one', 'two']],
  ['in a Markdown wrapper', '````markdown\n## Findings\n- one\n````\n', ['one']],
  ['in reasoning', '<think>\n## Findings\n- zero\n</think>\n## Findings\n- one\n', ['one']],
  ['list elsewhere', '- one\n- two\n', []],
  ['a heading that only mentions findings', '## How my findings were made\n- one\n', []],
  ['a heading inside a fence', '```md\n## Findings\n- one\n```\n'.replaceAll('```md', '```text'), []],
  ['paragraphs are no items', '## Findings\n\none\n\ntwo\n', []],
  ['empty list items', '## Findings\n-\n- two\n', ['two']],
  ['numbers with a parenthesis', '## Findings\n1) one\n2) two\n', ['one', 'two']],
  ['numbers in parentheses', '## Findings\n(1) one\n(2) two\n', ['one', 'two']],
  ['numbers in brackets', '## Findings\n\n[1] one\n\n[2] two\n', ['one', 'two']],
  ['numbers with a colon', '## Findings\n1: one\n2: two\n', ['one', 'two']],
  ['numbers with a dash', '## Findings\n1 – one\n2 – two\n', ['one', 'two']],
  ['numbers after a hash', '## Findings\n#1: one\n#2: two\n', ['one', 'two']],
  ['numbers in circles', '## Findings\n① one\n② two\n', ['one', 'two']],
  ['letters', '## Findings\na) one\nb) two\n', ['one', 'two']],
  ['numbers after a word', '## Findings\n\nBug 1: one\n\nBug 2: two\n', ['one', 'two']],
  ['numbers that do not begin at one, below text', '## Findings\nThese:\n2. one\n3. two\n', ['one', 'two']],
  ['bold paragraphs', '## Findings\n\n**1. Fee** — one\n\n**2. Merge** — two\n', ['**Fee** — one', '**Merge** — two']],
  ['bold lines', '## Findings\n**1. Fee** — one\n**2. Merge** — two\n', ['**Fee** — one', '**Merge** — two']],
  ['bold numbers', '## Findings\n\n**1.** one\n\n**(2)** two\n', ['one', 'two']],
  ['bold words and numbers', '## Findings\n\n**Bug 1: Fee** one\n\n**Bug 2: Merge** two\n', ['**Fee** one', '**Merge** two']],
  ['bold numbered titles with text below', '## Findings\n\n**1. Fee**\n\none\n\n**2. Merge**\n\ntwo\n', ['**Fee**\none', '**Merge**\ntwo']],
  [
    'bold numbered titles with lists below',
    '## Findings\n\n**1. Fee**\n- one\n- more\n\n**2. Merge**\n- two\n',
    ['**Fee**\none\nmore', '**Merge**\ntwo'],
  ],
  ['bullets of another kind', '## Findings\n• one\n• two\n', ['one', 'two']],
  ['bullets of another kind in paragraphs', '## Findings\n\n• one\n\n• two\n', ['one', 'two']],
  ['bullets below text', '## Findings\nThese:\n• one\n• two\n', ['one', 'two']],
  ['bullets right below a plain heading', 'Findings:\n• one\n• two\n', ['one', 'two']],
  ['numbers right below a bold heading', '**Findings**\n(1) one\n(2) two\n', ['one', 'two']],
  ['text on the line of the heading', '**Findings:** one\n', []],
  ['indented bullets', '## Findings\n  • one\n  • two\n', ['one', 'two']],
  ['dashes', '## Findings\n– one\n– two\n', ['one', 'two']],
  ['bullets that go on', '## Findings\n• one\n  more\n• two\n', ['one\nmore', 'two']],
  ['bullets below bullets', '## Findings\n• one\n  • detail\n• two\n', ['one\n• detail', 'two']],
  ['other bullets below bullets', '## Findings\n• one\n◦ detail\n• two\n', ['one\n◦ detail', 'two']],
  ['bullets below numbers', '## Findings\n(1) one\n• detail\n(2) two\n', ['one\n• detail', 'two']],
  ['text after numbered paragraphs', '## Findings\n\n(1) one\n\n(2) two\n\nAll is mended below.\n', ['one', 'two']],
  ['a list in the next section', '## Findings\n\n(1) one\n\n## Notes\n\n- two\n', ['one']],
  ['a list under a deeper heading', '## Findings\n\n(1) one\n\n### Merge\n\n- two\n', ['one', 'two']],
  ['numbers that begin a sentence', '## Findings\n\n1.5 hours cost too much.\n\n31 minutes do too.\n', []],
  ['bold paragraphs without a number', '## Findings\n\n**Fee** — one\n\n**Merge** — two\n', []],
  ['marked paragraphs elsewhere', '(1) one\n\n• two\n', []],
];

const assumptions: [name: string, response: string, lines: string[]][] = [
  ['plain line', 'ASSUMPTION: day 30 – counted\n', ['day 30 – counted']],
  ['several lines of one paragraph', 'ASSUMPTION: a – b\nASSUMPTION: c – d\n', ['a – b', 'c – d']],
  ['list items', '- ASSUMPTION: a – b\n- ASSUMPTION: c – d\n', ['a – b', 'c – d']],
  ['bold', '**ASSUMPTION:** a – b\n', ['a – b']],
  ['bold without the colon', '**ASSUMPTION**: a – b\n', ['a – b']],
  ['numbered', '1. ASSUMPTION 1: a – b\n', ['a – b']],
  ['another case', 'Assumption: a – b\n', ['a – b']],
  ['in a fence', '```text\nASSUMPTION: a – b\n```\n', []],
  ['in a sentence', 'My ASSUMPTION: a\n', []],
  ['heading "Assumptions"', '## Assumptions\n\n- a\n', []],
  ['CRLF', 'ASSUMPTION: a – b\r\nASSUMPTION: c – d\r\n', ['a – b', 'c – d']],
];

const feasibility: [name: string, response: string, text: string][] = [
  ['paragraph', '## Feasibility\n\nFeasible.\n', 'Feasible.'],
  ['list and paragraphs', '## Feasibility\n\nNot feasible:\n\n- R2\n- R5\n', 'Not feasible:|R2|R5'],
  ['on the heading', '## Feasibility: Feasible\n', 'Feasible'],
  ['bold, on one line', '**Feasibility:** Feasible\n', 'Feasible'],
  ['plain, on one line', 'Feasibility: Feasible\n', 'Feasible'],
  ['assessment', '# Feasibility assessment\nFeasible\n', 'Feasible'],
  ['ends at the next heading', '## Feasibility\nFeasible\n## Notes\nInfeasible\n', 'Feasible'],
  ['missing', 'Feasible.\n', ''],
];

describe('readSections', () => {
  for (const [name, response, items] of findings) it(`findings: ${name}`, () => assert.deepEqual(readSections(response).findings, items));
  for (const [name, response, lines] of assumptions)
    it(`assumptions: ${name}`, () => assert.deepEqual(readSections(response).assumptions, lines));
  for (const [name, response, text] of feasibility)
    it(`feasibility: ${name}`, () => assert.equal(readSections(response).feasibility.join('|'), text));

  it('bounds the length of an item', () => {
    assert.equal(readSections(`## Findings\n- ${'x'.repeat(1_000_000)}\n`).findings[0]?.length, 2_000);
  });

  it('bounds each item of a long paragraph for itself', () => {
    const { findings: items } = readSections(`## Findings\n(1) ${'x'.repeat(3_000)}\n(2) two\n`);
    assert.deepEqual([items[0]?.length, items[1]], [2_000, 'two']);
  });

  it('counts every marked line of a paragraph', () => {
    assert.equal(readSections(`## Findings\n${'• x\n'.repeat(5_000)}`).findings.length, 5_000);
  });

  it('holds all text outside fences as prose', () => {
    assert.deepEqual(readSections('# A\n\nb\n\n- c\n\n```go\nd\n```\n').prose, ['A', 'b', 'c']);
  });
});
