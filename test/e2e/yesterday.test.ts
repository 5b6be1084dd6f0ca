import assert from 'node:assert/strict';
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { TestStack } from './stack.ts';
import { startStoryteller } from './storyteller.ts';
import { until } from './waiting.ts';

const databaseFiles = (stack: TestStack): string[] => globSync('temporal.db*', { cwd: stack.home });

const finished = (stack: TestStack): number => globSync('responses/*/finished', { cwd: stack.output }).length;

test('a database that is put back as it was yesterday costs no request, and gives the same results', async (t) => {
  const server = await startStoryteller(1);
  const stack = await TestStack.create();
  t.after(async () => {
    await stack.close();
    await server.close();
  });
  const endpoints = { story: { provider: 'openai-compatible', baseUrl: `${server.url}/v1` } };
  const file = path.join(stack.home, 'night.json');
  writeFileSync(file, JSON.stringify({ models: ['story:fake-model'], endpoints, levels: '1-3', samples: 2, concurrency: 1 }));
  const results = () => readFileSync(path.join(stack.output, 'night', 'report', 'results.json'), 'utf8');

  await stack.mustDo('up');
  await stack.mustDo('sweep', file, '--no-follow');
  await until(() => finished(stack) >= 2);
  await stack.mustDo('down');
  const yesterday = databaseFiles(stack);
  for (const name of yesterday) copyFileSync(path.join(stack.home, name), path.join(stack.home, `kept-${name}`));

  await stack.mustDo('up');
  assert.equal((await stack.temporal('workflow', 'result', '-w', 'night')).exitCode, 0);
  await stack.mustDo('down');
  const [whole, asked] = [results(), server.requests.length];

  for (const name of databaseFiles(stack)) rmSync(path.join(stack.home, name));
  for (const name of yesterday) copyFileSync(path.join(stack.home, `kept-${name}`), path.join(stack.home, name));
  rmSync(path.join(stack.output, 'night', 'report'), { recursive: true });
  await stack.mustDo('up');
  assert.equal((await stack.temporal('workflow', 'result', '-w', 'night')).exitCode, 0);
  assert.deepEqual([results(), server.requests.length], [whole, asked]);
});
