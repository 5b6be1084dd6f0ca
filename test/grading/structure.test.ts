import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SourceStructure } from '../../grading/build/gate.ts';
import { structureProblems } from '../../grading/build/structure.ts';

const uses: SourceStructure['uses'] = [
  { file: 'tag.go', line: 7, package: 'strings', name: 'ToUpper' },
  { file: 'tag.go', line: 9, package: 'utf8', name: 'RuneLen' },
];

const source: SourceStructure = {
  ...{ typed: true, fileLines: {}, functions: [], repeatedRuns: [], packageVariables: [] },
  ...{ exportedAPI: {}, imports: [], banned: {}, uses },
};

const strays = (usedOnlyIn: Record<string, string[]>): string[] =>
  structureProblems({ usedOnlyIn }, source, { structure: source, files: [] }, []);

describe('usedOnlyIn', () => {
  it('says of what no file may use that it may not be used', () =>
    assert.deepEqual(strays({ strings: [] }), ['tag.go:7: strings.ToUpper may not be used']));
  it('names the files that may use it', () =>
    assert.deepEqual(strays({ 'strings.ToUpper': ['upper.go', 'case.go'] }), [
      'tag.go:7: strings.ToUpper may be used only in upper.go, case.go',
    ]));
  it('lets a file on the list use it', () => assert.deepEqual(strays({ strings: ['tag.go'], utf8: ['tag.go'] }), []));
});
