import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { extractAnswer } from '../../core/extract.ts';
import { type Case, code, folders, one, other, plan, testCases, two } from './answer-cases.ts';

const cases: Case[] = [
  {
    name: 'reasoning is left out',
    response: `<think>\n\`\`\`go\n// file: tariff.go\n${other}\`\`\`\n</think>\n\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['reasoning-removed'],
  },
  {
    name: 'reasoning with an open fence',
    response: `<think>\n\`\`\`go\nx\n</think>\n\n\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['reasoning-removed'],
  },
  {
    name: 'reasoning that ends within a line',
    response: `<think>hm\nso.</think>\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['reasoning-removed'],
  },
  {
    name: 'reasoning on one line',
    response: `<think>hm</think>\n\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['reasoning-removed'],
  },
  {
    name: 'reasoning that the template began',
    response: `\`\`\`go\n// file: tariff.go\n${other}\`\`\`\n</think>\n\n\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['reasoning-removed'],
  },
  {
    name: 'reasoning that never ends',
    response: `<think>\n\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n`,
    files: {},
    noted: ['reasoning-removed', 'missing-file'],
  },
  {
    name: 'code that mentions the tags',
    response: `\`\`\`go\n// file: tariff.go\n${code}\n// <think>\nvar s = \`\n<think>\n</think>\n\`\n\`\`\`\n`,
    files: { 'tariff.go': `${code}\n// <think>\nvar s = \`\n<think>\n</think>\n\`\n` },
  },
  { name: 'CRLF', response: `\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n`.replaceAll('\n', '\r\n'), files: { 'tariff.go': code } },
  { name: 'byte order mark', response: `\uFEFF\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  {
    name: 'invalid UTF-8',
    response: `\`\`\`go\n// file: tariff.go\n${code}// \uFFFD\n\`\`\`\n`,
    files: { 'tariff.go': `${code}// \uFFFD\n` },
    noted: ['invalid-utf8'],
  },
  {
    name: 'NUL',
    response: `\`\`\`go\n// file: tariff.go\n${code}// \u0000\n\`\`\`\n`,
    files: { 'tariff.go': `${code}// \u0000\n` },
    noted: ['nul-character'],
  },
  {
    name: 'path traversal',
    response: `\`\`\`go\n// file: ../tariff.go\n${code}\`\`\`\n`,
    files: {},
    noted: ['dropped-file', 'missing-file'],
  },
  {
    name: 'path traversal in the middle',
    response: `\`\`\`go\n// file: a/../../tariff.go\n${code}\`\`\`\n`,
    files: {},
    noted: ['dropped-file', 'missing-file'],
  },
  {
    name: 'absolute path',
    response: `\`\`\`go\n// file: /etc/tariff.go\n${code}\`\`\`\n`,
    files: {},
    noted: ['dropped-file', 'missing-file'],
  },
  {
    name: 'backslashes',
    response: `\`\`\`go\n// file: ..\\tariff.go\n${code}\`\`\`\n`,
    files: {},
    noted: ['dropped-file', 'missing-file'],
  },
  {
    name: 'leading ./',
    response: `\`\`\`go\n// file: ./tariff.go\n${code}\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['renamed-file'],
  },
  {
    name: 'another case',
    response: `\`\`\`go\n// file: Tariff.go\n${code}\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['renamed-file'],
  },
  {
    name: 'a folder too many',
    response: `\`\`\`go\n// file: tariff/tariff.go\n${code}\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['renamed-file'],
  },
  {
    name: 'a folder missing',
    response: `\`\`\`go\n// file: lease.go\n${plan}\`\`\`\n\`\`\`go\n// file: storage/store.go\n${plan}\`\`\`\n`,
    wanted: folders,
    files: { 'lease/lease.go': plan, 'storage/store.go': plan },
    noted: ['renamed-file'],
  },
  {
    name: 'a file that nobody asked for',
    response: `\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n\`\`\`go\n// file: main_test.go\n${code}\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['dropped-file'],
  },
  {
    name: 'a required file is not made of a dropped one',
    response: `\`\`\`go\n// file: main.go\n${code}\`\`\`\n`,
    files: {},
    noted: ['dropped-file', 'missing-file'],
  },
  {
    name: 'an optional file',
    response: `\`\`\`go\n// file: zone.go\n${plan}\`\`\`\n\`\`\`go\n// file: plan.go\n${plan}\`\`\`\n`,
    wanted: two,
    files: { 'plan.go': plan, 'zone.go': plan },
  },
  {
    name: 'a comment that is no name',
    response: `\`\`\`go\n// tariff.go computes fees.\n${code}\`\`\`\n`,
    files: { 'tariff.go': `// tariff.go computes fees.\n${code}` },
    noted: ['unnamed-file'],
  },
  {
    name: 'a name that objects inherit',
    response: '```go\n// file: constructor.go\npackage x\n```\n',
    files: {},
    noted: ['dropped-file', 'missing-file'],
  },
  { name: 'one-line fence', response: '```go package tariff```\n', files: {}, noted: ['missing-file'] },
  { name: 'no block', response: 'I cannot do that.', files: {}, noted: ['missing-file'] },
  { name: 'nothing', response: '', files: {}, noted: ['missing-file'] },
];

describe('extractAnswer: the text around', () => testCases(cases));

describe('extractAnswer', () => {
  it('says where a file stood', () => {
    const { observations } = extractAnswer(`Hello\n\n\`\`\`go\n// file: main.go\n${code}\`\`\`\n`, one);
    assert.deepEqual(observations[0], { what: 'dropped-file', detail: 'line 3: main.go' });
  });
});

describe('extractAnswer on 10 MB', () => {
  const megabytes = (text: string) => text.repeat(Math.ceil(10_000_000 / text.length));
  const block = `\n\n\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n`;

  it('finds the answer before and behind any amount of text', () => {
    for (const filling of ['words in a line\n', 'x\n', '\n', '> q\n', '`']) {
      for (const response of [block + megabytes(filling), `${megabytes(filling)}\n\n${block}`]) {
        assert.deepEqual(extractAnswer(response, one).files, [{ path: 'tariff.go', content: code }], JSON.stringify(filling));
      }
    }
  });

  it('survives hostile nesting', () => {
    for (const piece of [
      '> - ',
      '- a\n',
      '- ',
      '>',
      '```\n',
      '~~~\n```go\n',
      '<think>\n',
      '</think>\n',
      '# a\n',
      '[',
      '    ',
      '\t',
      '````md\n',
      '> - '.repeat(20).concat('a\n'),
    ]) {
      const { files } = extractAnswer(megabytes(piece), one);
      assert.ok(files.length <= 1, JSON.stringify(piece));
    }
  });
});
