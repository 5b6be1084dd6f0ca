import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { extractAnswer } from '../../core/extract.ts';
import { renderPrompt, renderResponse } from '../../core/prompt.ts';
import { readSections } from '../../core/prose.ts';
import { renderings } from '../../core/renderings.ts';

const canary = '0d0e3f7a-6b1c-4c59-9a43-1f2b3c4d5e6f';
const level = {
  canary,
  spec: `<!-- canary: ${canary} -->\n# Gauge\n\n- **R1.** Read it.\n`,
  given: [{ path: 'gauge.go', content: 'package gauge\n\n// ```\nvar s = `a`\n' }],
  footer: '## How to end\n\nWith a section.\n',
};

describe('renderPrompt', () => {
  it('joins spec, given files and footer, and leaves the canary out', () => {
    assert.equal(
      renderPrompt(level),
      '# Gauge\n\n- **R1.** Read it.\n\n### gauge.go\n\n````go\npackage gauge\n\n// ```\nvar s = `a`\n````\n\n## How to end\n\nWith a section.\n',
    );
  });

  it('gives the same bytes each time', () => {
    assert.equal(renderPrompt(level), renderPrompt(structuredClone(level)));
  });
});

const files = [
  {
    path: 'gauge.go',
    content:
      'package gauge\n\n// ``` and ~~~ in a comment\nfunc Read() string {\n\tif true {\n\t\treturn `\n```go\nnot a fence\n```\n`\n\t}\n\n\treturn ""\n}\n',
  },
  { path: 'unit.go', content: '//go:build go1.26\n\npackage gauge\n' },
];
const prose = '## Findings\n\n- `Read`: one\n- two\n\n## Feasibility\n\nFeasible.\n';
const wanted = { required: ['gauge.go', 'unit.go'], optional: [] };

describe('renderings', () => {
  for (const [name, render] of Object.entries(renderings)) {
    it(`${name}: files come back byte for byte`, () => {
      assert.deepEqual(extractAnswer(render(files, prose), wanted), { files, observations: [] });
    });

    it(`${name}: prose comes back`, () => {
      const sections = readSections(render(files, prose));
      assert.deepEqual(sections.findings, ['`Read`: one', 'two']);
      assert.equal(sections.feasibility.join(' '), 'Feasible.');
    });
  }

  it('are six, all different', () => {
    assert.equal(new Set(Object.values(renderings).map((render) => render(files, prose))).size, 6);
  });
});

describe('renderResponse', () => {
  it('is empty for an answer of nothing', () => assert.equal(renderResponse([], ''), ''));
  it('puts files before prose', () => assert.match(renderResponse(files, prose), /^```+go\n\/\/ file: gauge\.go\n[\s\S]*Feasible\.\n$/));
});
