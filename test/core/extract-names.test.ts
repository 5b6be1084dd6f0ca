import { describe } from 'node:test';
import { type Case, code, folders, other, plan, testCases, two } from './answer-cases.ts';

const cases: Case[] = [
  { name: 'first line', response: `\`\`\`go\n// file: tariff.go\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'first line without "file"', response: `\`\`\`go\n// tariff.go\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'first line without blanks', response: `\`\`\`go\n//file:tariff.go\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'first line in capitals', response: `\`\`\`go\n// File: \`tariff.go\`\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'first line as a block comment', response: `\`\`\`go\n/* file: tariff.go */\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'first line with a remark', response: `\`\`\`go\n// file: tariff.go (fixed)\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'first line after an empty one', response: `\`\`\`go\n\n// file: tariff.go\n\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'any language when named', response: `\`\`\`text\n// file: tariff.go\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'info string with title', response: `\`\`\`go title="tariff.go"\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'info string with name', response: `\`\`\`go tariff.go\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'info string with colon', response: `\`\`\`go:tariff.go\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'info string in braces', response: `\`\`\`{.go file=tariff.go}\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'info string is the name', response: `\`\`\`tariff.go\n${code}\`\`\`\n`, files: { 'tariff.go': code } },
  { name: 'heading', response: `## \`plan.go\`\n\nWith words.\n\n\`\`\`go\n${plan}\`\`\`\n`, wanted: two, files: { 'plan.go': plan } },
  { name: 'heading with words', response: `### The file plan.go\n\n\`\`\`go\n${plan}\`\`\`\n`, wanted: two, files: { 'plan.go': plan } },
  { name: 'underlined heading', response: `plan.go\n-------\n\n\`\`\`go\n${plan}\`\`\`\n`, wanted: two, files: { 'plan.go': plan } },
  {
    name: 'bold line before',
    response: `**plan.go**\n\`\`\`go\n${plan}\`\`\`\n\n**zone.go:**\n\n\`\`\`go\n${plan}\`\`\`\n`,
    wanted: two,
    files: { 'plan.go': plan, 'zone.go': plan },
  },
  { name: 'code span before', response: `1. \`plan.go\`:\n   \`\`\`go\n   ${plan}   \`\`\`\n`, wanted: two, files: { 'plan.go': plan } },
  {
    name: 'sentence before',
    response: `Here is the new \`plan.go\`, whole:\n\n\`\`\`go\n${plan}\`\`\`\n`,
    wanted: two,
    files: { 'plan.go': plan },
  },
  {
    name: 'sentence before with two names decides nothing',
    response: `From plan.go I moved code to zone.go:\n\n\`\`\`go\n${plan}\`\`\`\n`,
    wanted: { required: ['plan.go', 'zone.go'], optional: [] },
    files: {},
    noted: ['missing-file', 'missing-file'],
  },
  {
    name: 'the block outranks the heading',
    response: `### zone.go\n\n\`\`\`go\n// file: plan.go\n${plan}\`\`\`\n`,
    wanted: two,
    files: { 'plan.go': plan },
  },
  {
    name: 'the first line outranks the info string',
    response: `\`\`\`go title=zone.go\n// file: plan.go\n${plan}\`\`\`\n`,
    wanted: two,
    files: { 'plan.go': plan },
  },
  {
    name: 'a heading does not name shell commands',
    response: `### plan.go\n\n\`\`\`sh\ngo test\n\`\`\`\n\n\`\`\`go\n${plan}\`\`\`\n`,
    wanted: two,
    files: { 'plan.go': plan },
  },
  {
    name: 'unnamed, one file asked for',
    response: `Sure:\n\n\`\`\`go\n${code}\`\`\`\n\nDone.`,
    files: { 'tariff.go': code },
    noted: ['unnamed-file'],
  },
  { name: 'unnamed, no language', response: `\`\`\`\n${code}\`\`\`\n`, files: { 'tariff.go': code }, noted: ['unnamed-file'] },
  {
    name: 'unnamed beside an example of use',
    response: `\`\`\`go\n${code}\`\`\`\n\nUse:\n\n\`\`\`go\npackage main\n\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['unnamed-file'],
  },
  {
    name: 'unnamed twice, last one',
    response: `\`\`\`go\n${code}\`\`\`\nBetter:\n\`\`\`go\n${other}\`\`\`\n`,
    files: { 'tariff.go': other },
    noted: ['unnamed-file'],
  },
  {
    name: 'unnamed beside an excerpt',
    response: `\`\`\`go\nx := 1\n\`\`\`\n\n\`\`\`go\n${code}\`\`\`\n`,
    files: { 'tariff.go': code },
    noted: ['unnamed-file'],
  },
  {
    name: 'unnamed, two files asked for',
    response: `\`\`\`go\n${plan}\`\`\`\n`,
    wanted: folders,
    files: {},
    noted: ['missing-file', 'missing-file'],
  },
  { name: 'unnamed shell block', response: '```sh\nls\n```\n', files: {}, noted: ['missing-file'] },
];

describe('extractAnswer: whose block is it', () => testCases(cases));
