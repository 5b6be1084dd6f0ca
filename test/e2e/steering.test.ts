import assert from 'node:assert/strict';
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { storyFile, toldStack } from './told-stack.ts';
import { until } from './waiting.ts';

const told = toldStack();

test('a sweep is paused, limited, widened, resumed and cancelled by commands', async () => {
  const { stack } = told;
  const file = storyFile(told, 'steered');
  await stack.mustDo('sweep', file, '--no-follow');
  const said = async (...command: string[]) => (await stack.mustDo(...command)).stdout;
  assert.match(await said('pause', 'steered', '--model', 'story:fake-model'), /^paused: story:fake-model/);
  assert.match(await said('status', 'steered'), /paused: paused by request/);
  assert.match(await said('limit', 'steered', '--concurrency', '3'), /^3 requests in flight/);
  assert.match(await said('add', 'steered', 'builtin:unchanged'), /^added: builtin:unchanged/);
  assert.match(await said('resume', 'steered'), /^going on: story:fake-model, builtin:unchanged/);
  assert.match(await said('cancel', 'steered'), /is being cancelled/);
  const ended = await stack.specgen('status', 'steered', '--follow');
  assert.match(ended.stdout, /cancelled/);
  assert.ok(existsSync(path.join(stack.output, 'steered', 'report', 'REPORT.md')));
  // three of the one model and one of the other, which keeps the file's concurrency
  assert.ok(globSync('responses/*/attempt-*', { cwd: stack.output }).length <= 3 + 1, 'more requests than were in flight');
});

test('a cancelled sweep ends the request that it has made', async () => {
  const { server, stack } = told;
  const file = storyFile(told, 'silent', { levels: [3], samples: 1, sampling: { seed: 77 } });
  const before = server.requests.length;
  server.scenarios.push({ do: 'stall', after: 5 });
  await stack.mustDo('sweep', file, '--no-follow');
  await until(() => server.requests.length > before);
  await stack.mustDo('cancel', 'silent');
  await stack.specgen('status', 'silent', '--follow');
  await until(() => server.requests[before]?.state !== 'open');
  assert.equal(server.requests[before]?.state, 'left');
});

test('what cannot be done is refused with one line', async () => {
  const { stack } = told;
  for (const [command, expected] of [
    [['resume', 'steered', '--max-cost', 'much'], /expected US dollars above 0/],
    [['pause', 'no-such-sweep'], /no-such-sweep/],
  ] as const) {
    const { exitCode, stderr } = await stack.specgen(...command);
    assert.equal(exitCode, 1);
    assert.match(stderr, expected);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
});
