import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { temporaryName } from '../../storage/files/temporary.ts';
import type { FakeServer } from '../providers/fakes/fake-server.ts';
import { TestStack } from './stack.ts';
import { promptOf, startStoryteller } from './storyteller.ts';
import { until } from './waiting.ts';

const key = 'sk-test-0e1f-recognisable-6b9a';
let server: FakeServer;
const stacks: TestStack[] = [];

before(async () => {
  server = await startStoryteller(1);
});
after(async () => {
  await Promise.all(stacks.map((stack) => stack.close()));
  await server.close();
});

async function newStack(): Promise<TestStack> {
  const stack = await TestStack.create({ STORY_KEY: key });
  stacks.push(stack);
  const { exitCode, stderr } = await stack.specgen('up');
  assert.equal(exitCode, 0, stderr);
  return stack;
}

/** Three trials of a streamed model and three that are played, under a name that the results carry. */
function sweepFile(stack: TestStack): string {
  const file = path.join(stack.home, 'night.json');
  const endpoints = { story: { provider: 'openai-compatible', baseUrl: `${server.url}/v1`, apiKeyVariable: 'STORY_KEY' } };
  const models = ['story:fake-model', 'builtin:unchanged'];
  writeFileSync(file, JSON.stringify({ models, endpoints, levels: '1-2', samples: 2, concurrency: 1 }));
  return file;
}

const results = (stack: TestStack): string => readFileSync(path.join(stack.output, 'night', 'report', 'results.json'), 'utf8');
const streamed = (stack: TestStack): number =>
  globSync('responses/*/attempt-*.partial', { cwd: stack.output }).reduce(
    (sum, file) => sum + readFileSync(path.join(stack.output, file)).length,
    0,
  );

test('killed worker, killed server, all killed: the sweep ends with the bytes of an undisturbed one', async () => {
  const quiet = await newStack();
  const undisturbed = await quiet.specgen('sweep', sweepFile(quiet));
  assert.equal(undisturbed.exitCode, 0, undisturbed.stderr);
  assert.match(undisturbed.stdout, /story:fake-model +4\/4 +100 +100 +100\.0/);
  const asked = server.requests.length;
  assert.equal(asked, 4);

  const stormy = await newStack();
  const started = await stormy.temporal(
    'workflow',
    'start',
    '--type',
    'sweep',
    '-t',
    'specgen',
    '-w',
    'night',
    '--input-file',
    sweepFile(stormy),
  );
  assert.equal(started.exitCode, 0, started.stderr);

  await until(() => streamed(stormy) > 2000);
  stormy.kill('generation');
  await until(() => server.requests.length > asked + 1);
  stormy.kill('temporal');
  const finished = () => globSync('responses/*/finished', { cwd: stormy.output }).length;
  await until(() => finished() >= 4);
  const killed = stormy.state().processes.find(({ name }) => name === 'generation')?.pid;
  stormy.killAll();
  const halfMade = temporaryName(path.join(stormy.output, 'night', 'metadata.json')).replace(`-${process.pid}-`, `-${killed}-`);
  writeFileSync(halfMade, '{');
  assert.equal((await stormy.specgen('up')).exitCode, 0);

  const followed = await stormy.temporal('workflow', 'result', '-w', 'night');
  assert.equal(followed.exitCode, 0, followed.stdout + followed.stderr);
  assert.equal(results(stormy), results(quiet));
  await until(() => !existsSync(halfMade));

  const wholeBefore = server.requests.slice(asked).filter((request) => request.state === 'answered');
  const prompts = wholeBefore.map((request) => `${promptOf(request.body)} ${request.body.seed}`);
  assert.equal(new Set(prompts).size, prompts.length, 'a response was asked for again after it had come whole');
});

test('the same sweep again asks for nothing and gives the same bytes', async () => {
  const [stack] = stacks;
  assert.ok(stack);
  const [before, asked] = [results(stack), server.requests.length];
  const again = await stack.specgen('sweep', sweepFile(stack));
  assert.equal(again.exitCode, 0, again.stderr);
  assert.deepEqual([results(stack), server.requests.length], [before, asked]);
});

test('another input under the same name is refused, and what is stored stays', async () => {
  const [stack] = stacks;
  assert.ok(stack);
  const before = results(stack);
  const other = await stack.specgen('sweep', sweepFile(stack), '--samples', '1');
  assert.equal(other.exitCode, 1);
  assert.match(other.stderr, /night holds another sweep of this name, which differs in samples; choose another name/);
  assert.equal(results(stack), before);
});

test('no process but generation has the key, in its environment or on its command line', () => {
  for (const stack of stacks) {
    const holders = stack.state().processes.filter(({ pid }) => {
      const said = ['environ', 'cmdline'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8'));
      return said.some((text) => text.includes(key));
    });
    assert.deepEqual(
      holders.map(({ name }) => name),
      ['generation'],
    );
  }
});

test('the key is in no file of the stack: results, database, logs', () => {
  for (const stack of stacks) {
    const files = globSync('{output,logs,run}/**/*', { cwd: stack.home, withFileTypes: true }).filter((entry) => entry.isFile());
    const all = [...files.map((entry) => path.join(entry.parentPath, entry.name)), ...globSync(path.join(stack.home, 'temporal.db*'))];
    assert.ok(all.length > 20, `only ${all.length} files to search`);
    for (const file of all) assert.ok(!readFileSync(file).includes(key), `${file} holds the key`);
  }
  assert.ok(server.requests.every((request) => request.headers.authorization === `Bearer ${key}`));
});
