import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { TestStack } from '../e2e/stack.ts';
import { until } from '../e2e/waiting.ts';
import { realModel } from './real-server.ts';

/** One that a small model writes a page about. */
const level = 2;

/** Lines of the journals of requests in flight. */
const inFlight = (stack: TestStack): number =>
  globSync('responses/*/attempt-*.partial', { cwd: stack.output })
    .map((file) => readFileSync(path.join(stack.output, file), 'utf8').split('\n').length)
    .reduce((sum, lines) => sum + lines, 0);

test('a sweep over a real model goes on after everything was killed in mid-stream', async (t) => {
  const stack = await TestStack.create({ OLLAMA_HOST: process.env.OLLAMA_HOST ?? '' });
  t.after(() => stack.close());
  const file = path.join(stack.home, 'night.json');
  const sampling = { temperature: 0, maxTokens: 120, contextTokens: 4096, threads: 1 };
  writeFileSync(file, JSON.stringify({ models: [realModel], levels: [level], samples: 1, sampling }));
  assert.equal((await stack.specgen('up')).exitCode, 0);
  await stack.temporal('workflow', 'start', '--type', 'sweep', '-t', 'specgen', '-w', 'night', '--input-file', file);

  const isWhole = () => globSync('responses/*/finished', { cwd: stack.output }).length > 0;
  await until(() => inFlight(stack) > 20 || isWhole());
  assert.ok(!isWhole(), `the model has answered level ${level} in less than 20 tokens: there is nothing to interrupt`);
  stack.killAll();
  assert.equal((await stack.specgen('up')).exitCode, 0);
  const result = await stack.temporal('workflow', 'result', '-w', 'night');
  assert.equal(result.exitCode, 0, result.stdout + result.stderr);

  const [metadata] = stack.metadata('night');
  assert.ok(metadata);
  assert.deepEqual(
    metadata.attempts.map((attempt) => attempt.ended),
    ['lost with the process that made it', 'complete'],
  );
  assert.ok(metadata.identity.digest && metadata.identity.quantization && metadata.renderedPrompt, 'the model is not identified');
  assert.match(readFileSync(path.join(stack.output, 'night', 'report', 'REPORT.md'), 'utf8'), new RegExp(realModel));
});
