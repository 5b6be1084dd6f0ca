import { describe } from 'node:test';
import { type Case, code, other, testCases } from './answer-cases.ts';

const cases: Case[] = [
  { name: 'tildes', response: `~~~go\n// file: tariff.go\n${code}~~~\n`, files: { 'tariff.go': code } },
  {
    name: 'long fence around backticks',
    response: `\`\`\`\`go\n// file: tariff.go\n${code}// \`\`\`\n\`\`\`\`\n`,
    files: { 'tariff.go': `${code}// \`\`\`\n` },
  },
  {
    name: 'closing fence with text does not close',
    response: `\`\`\`go\n// file: tariff.go\n${code}//\n\`\`\` x\n\`\`\`\n`,
    files: { 'tariff.go': `${code}//\n\`\`\` x\n` },
  },
  {
    name: 'three spaces of indentation',
    response: `   \`\`\`go\n   // file: tariff.go\n   package tariff\n\n   \tvar x int\n   \`\`\`\n`,
    files: { 'tariff.go': 'package tariff\n\n\tvar x int\n' },
  },
  {
    name: 'tabs in a list survive',
    response: '- here:\n\n  ```go\n  // file: tariff.go\n  package tariff\n  \tvar x\n  ```\n',
    files: { 'tariff.go': 'package tariff\n\tvar x\n' },
  },
  {
    name: 'block quote',
    response: `> \`\`\`go\n> // file: tariff.go\n> package tariff\n> \`\`\`\n`,
    files: { 'tariff.go': 'package tariff\n' },
  },
  {
    name: 'wrapper of four backticks',
    response: `\`\`\`\`markdown\n\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n\`\`\`\`\n`,
    files: { 'tariff.go': code },
  },
  {
    name: 'wrapper of four backticks without language',
    response: `\`\`\`\`\n\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n\`\`\`\`\n`,
    files: { 'tariff.go': code },
  },
  {
    name: 'wrapper with as many backticks as the block',
    response: `\`\`\`markdown\n\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n\`\`\`\n`,
    files: { 'tariff.go': code },
  },
  {
    name: 'wrapper in a wrapper',
    response: `\`\`\`\`\`md\n\`\`\`\`md\n\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n\`\`\`\`\n\`\`\`\`\`\n`,
    files: { 'tariff.go': code },
  },
  {
    name: 'no wrapper: Go code with a fence inside',
    response: `\`\`\`\`go\n// file: tariff.go\n${code}var s = \`\n\`\`\`go\nx\n\`\`\`\n\`\n\`\`\`\`\n`,
    files: { 'tariff.go': `${code}var s = \`\n\`\`\`go\nx\n\`\`\`\n\`\n` },
  },
  {
    name: 'last of two wins',
    response: `\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n\`\`\`go\n// file: tariff.go\n${other}\`\`\`\n`,
    files: { 'tariff.go': other },
    noted: ['duplicate-file'],
  },
  {
    name: 'excerpt never replaces a whole file',
    response: `\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n\`\`\`go\n// file: tariff.go\nx := 1\n\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['excerpt-ignored'],
  },
  {
    name: 'a whole file replaces an excerpt',
    response: `\`\`\`go\n// file: tariff.go\nx := 1\n\`\`\`\n\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['duplicate-file'],
  },
  { name: 'an excerpt alone is kept', response: '```go\n// file: tariff.go\nx := 1\n```\n', files: { 'tariff.go': 'x := 1\n' } },
  {
    name: 'example of use under the same heading',
    response: `## tariff.go\n\n\`\`\`go\n${code}\`\`\`\n\n\`\`\`go\npackage main\n\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['excerpt-ignored'],
  },
  {
    name: 'unclosed last fence',
    response: `\`\`\`go\n// file: tariff.go\n${code}`,
    files: { 'tariff.go': code },
    noted: ['unclosed-fence'],
  },
  {
    name: 'unclosed last fence with empty lines',
    response: `\`\`\`go\n// file: tariff.go\n${code}\n\n`,
    files: { 'tariff.go': `${code}\n\n` },
    noted: ['unclosed-fence'],
  },
  {
    name: 'a cut repetition never replaces a whole file',
    response: `\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n\`\`\`go\n// file: tariff.go\n${other}`,
    files: { 'tariff.go': code },
    noted: ['excerpt-ignored', 'unclosed-fence'],
  },
  {
    name: 'closed on the last line without line feed',
    response: `\`\`\`go\n// file: tariff.go\n${code}\`\`\``,
    files: { 'tariff.go': code },
  },
  { name: 'a stray fence at the end', response: `\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n\`\`\`\n`, files: { 'tariff.go': code } },
];

describe('extractAnswer: what is a block, which one counts', () => testCases(cases));
