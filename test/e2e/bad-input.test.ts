import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { TestStack } from './stack.ts';

let stack: TestStack;

before(async () => {
  stack = await TestStack.create({ OLLAMA_HOST: '127.0.0.1:9', ANTHROPIC_API_KEY: '' });
  const { exitCode, stderr } = await stack.specgen('up');
  assert.equal(exitCode, 0, stderr);
});
after(() => stack.close());

const bad = (content: unknown): string => {
  const file = path.join(stack.home, 'bad.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

const model = (name: string, ...more: string[]) => ['sweep', '--model', name, '--samples', '1', '--name', 'bad', ...more];

const cases: [name: string, command: () => string[], message: RegExp][] = [
  ['an unknown field, with those that exist', () => ['sweep', bad({ modles: ['a'] })], /unknown field "modles" \(known: models, /],
  ['a file that is not JSON', () => ['sweep', bad('{')], /bad\.json is not JSON/],
  ['a ready file but for a letter', () => ['sweep', 'sweeps/expret.json'], /no sweep file at .*; did you mean "sweeps\/expert\.json"\?/],
  ['a file that is not there', () => ['sweep', '/nowhere.json'], /no sweep file at \/nowhere\.json/],
  ['neither a file nor a model', () => ['sweep'], /name a sweep file or at least one --model/],
  ['a level that does not exist', () => model('builtin:reference', '--levels', '999'), /there is no level 999 \(existing: 1, 2,/],
  ['levels that are no levels', () => model('builtin:reference', '--levels', 'L1'), /expected "1-7"/],
  ['a builtin model that does not exist', () => model('builtin:refrence'), /builtin has no model "refrence"; it has reference/],
  ['a missing key, named', () => model('anthropic:any'), /ANTHROPIC_API_KEY is not set/],
  ['no Ollama at the address', () => model('ollama:any:1b'), /127\.0\.0\.1:9.*(ollama serve|OLLAMA_HOST)/s],
  ['a number of samples that is none', () => ['sweep', '--model', 'a', '--samples', 'many'], /--samples many: expected a whole number/],
  ['a name that is no folder name', () => ['sweep', '--model', 'a', '--name', '../up'], /"\.\.\/up" cannot name a sweep/],
  ['an unknown command, with the near one', () => ['swep'], /Did you mean sweep/],
  ['a sweep that does not exist', () => ['status', 'nosuch'], /nosuch/],
  ['a level for grading that does not exist', () => ['grade', '--level', '999', '--response', '-'], /there is no level 999/],
];

for (const [name, command, message] of cases) {
  test(`one clear message for ${name}`, async () => {
    const { exitCode, stderr } = await stack.specgen(...command());
    assert.equal(exitCode, 1, stderr);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /^\s+at /m);
  });
}

test('the Temporal CLI shows what is wrong with an input, without a stack trace', async () => {
  const file = bad({ models: [], levels: 'L1' });
  const { exitCode, stdout } = await stack.temporal(
    'workflow',
    'execute',
    '--type',
    'sweep',
    '-t',
    'specgen',
    '-w',
    'bad',
    '--input-file',
    file,
  );
  assert.equal(exitCode, 1);
  assert.match(stdout, /Message: bad sweep input: "models"/);
  assert.doesNotMatch(stdout, /\.js:\d+/);
});

test('a port that is taken is named, with the way around it', async () => {
  const second = await TestStack.create({}, stack);
  const { exitCode, stderr } = await second.specgen('up');
  assert.equal(exitCode, 1);
  assert.match(stderr, /port \d+ on 127\.0\.0\.1 is taken by another program; .*TEMPORAL_ADDRESS=/);
  await second.close();
});
