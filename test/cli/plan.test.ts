import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { execa } from 'execa';

const main = path.resolve(import.meta.dirname, '..', '..', 'cli', 'main.ts');
let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'specgen-plan-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** As a person without keys and without an Ollama server types it. */
async function specgen(...args: string[]) {
  const env = { SPECGEN_OUTPUT: folder, OLLAMA_HOST: 'http://127.0.0.1:9', ANTHROPIC_API_KEY: undefined, OPENAI_API_KEY: undefined };
  const { exitCode, stdout, stderr } = await execa(process.execPath, [main, ...args], { reject: false, env });
  return { exitCode, stdout, stderr };
}

test('levels are listed with their points by kind, 118 in all', async () => {
  const { stdout } = await specgen('levels');
  assert.match(stdout, /^L13 +Interval-set contract +advanced +6 {2}mutant 6$/m);
  assert.match(stdout, /\n20 levels, 118 points$/);
  const listed = JSON.parse((await specgen('levels', '--json')).stdout) as { points: number; checks: { points: number }[] }[];
  assert.equal(
    listed.flatMap(({ checks }) => checks).reduce((sum, { points }) => sum + points, 0),
    118,
  );
});

test('a folder without levels is named', async () => {
  const { stderr, exitCode } = await specgen('levels', '--specs', path.join(folder, 'none'));
  assert.equal(exitCode, 1);
  assert.match(stderr, /^specgen: no levels can be read from .*none: /);
});

test('models are listed by provider, and why one tells nothing', async () => {
  const { stdout, exitCode } = await specgen('models');
  assert.equal(exitCode, 0);
  assert.match(stdout, /^builtin:reference$/m);
  assert.match(stdout, /^ollama {2}– {2}.*127\.0\.0\.1:9/m);
  assert.match(stdout, /^anthropic {2}– {2}.*ANTHROPIC_API_KEY/m);
});

test('a plan tells the trials, and asks nobody', async () => {
  const { stdout, exitCode } = await specgen('plan', '--model', 'builtin:reference', '--levels', '1-3', '--samples', '2');
  assert.equal(exitCode, 0);
  assert.match(stdout, /^1 model × 3 levels \(17 points\) × 2 samples = 6 trials\n/);
  assert.match(stdout, /^builtin:reference +6 +0 /m);
});

test('a plan says why it does not know what is answered, and what a price makes of it', async () => {
  const file = path.join(folder, 'sweep.json');
  const prices = { 'anthropic:big': { input: 3, output: 15 } };
  await writeFile(file, JSON.stringify({ models: ['anthropic:big'], levels: '1', samples: 1, sampling: { maxTokens: 1000 }, prices }));
  const { stdout } = await specgen('plan', file);
  assert.match(stdout, /anthropic:big: what is answered already is not known: .*ANTHROPIC_API_KEY/);
  const [forecast] = JSON.parse((await specgen('plan', file, '--json')).stdout);
  assert.deepEqual([forecast.trials, forecast.answered, forecast.mostOutputTokens], [1, null, 1000]);
  assert.equal(forecast.mostCostUsd.toFixed(6), ((3 * forecast.inputTokens + 15 * 1000) / 1e6).toFixed(6));
});

test('wrong input is refused like that of a sweep', async () => {
  const { stderr, exitCode } = await specgen('plan', '--model', 'builtin:reference', '--levels', '99');
  assert.equal(exitCode, 1);
  assert.match(stderr, /there is no level 99/);
});
