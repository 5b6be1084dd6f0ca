import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readComments } from '../../core/go-comments.ts';

const cases: [name: string, source: string, comments: string[]][] = [
  [
    'documentation with the line it stands over',
    '// Run prints each label.\nfunc Run() error {\n',
    ['Run prints each label.\nfunc Run() error {'],
  ],
  ['lines that belong together', '// a\n// b\n\t// c\nvar x int\n', ['a\nb\nc\nvar x int']],
  ['lines apart', '// a\n\n// b\n', ['a\n', 'b\n']],
  ['block comment', '/* a\n * b\n */\nvar x int\n', ['a\nb\nvar x int']],
  ['behind code', 'x := 1 // a\ny := 2\n', ['a\ny := 2']],
  ['sign in a string', 'x := "// a" // b\n', ['b\n']],
  ['sign behind an escaped quote', 'x := "\\"// a" // b\n', ['b\n']],
  ['sign in a raw string', 'x := `\n// a "\n` // b\n', ['b\n']],
  ['quote in a rune', "x := '\"' // a\ny := '\\'' // b\n", ["a\ny := '\\'' // b", 'b\n']],
  ['block comment that never ends', '/* a', ['a\n']],
  ['raw string that never ends', 'x := ` // a\n', []],
  ['string that never ends', 'x := "a\n// b\n', ['b\n']],
  ['none', 'package p\n', []],
];

describe('readComments', () => {
  for (const [name, content, comments] of cases) it(name, () => assert.deepEqual(readComments([{ path: 'p.go', content }]), comments));

  it('reads Go files only', () => assert.deepEqual(readComments([{ path: 'p.txt', content: '// a\n' }]), []));
  it('bounds each comment', () => assert.equal(readComments([{ path: 'p.go', content: `// ${'a'.repeat(9_000)}` }])[0]?.length, 2_000));
});
