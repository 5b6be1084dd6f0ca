import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { ResponseMetadata } from '../../core/response.ts';
import { TestStack } from '../e2e/stack.ts';
import { OwnServer } from './own-server.ts';
import { realModel } from './real-server.ts';

/** What is killed while each level's response comes. */
const blows: ('worker' | 'server')[][] = [
  ['worker', 'server', 'worker'],
  ['server', 'worker'],
  ['worker', 'server', 'server'],
  ['worker', 'server'],
];

function sweepFile(stack: TestStack): string {
  const file = path.join(stack.home, 'night.json');
  const sampling = { temperature: 0, maxTokens: 150, contextTokens: 8192, threads: 1 };
  writeFileSync(file, JSON.stringify({ models: [realModel], levels: `1-${blows.length}`, samples: 1, sampling }));
  return file;
}

/** Lines of the newest journal of a request in flight. */
const inFlight = (stack: TestStack): { file: string; lines: number } | null => {
  const newest = globSync('responses/*/attempt-*.partial', { cwd: stack.output }).toSorted().at(-1);
  return newest ? { file: newest, lines: readFileSync(path.join(stack.output, newest), 'utf8').split('\n').length } : null;
};

const finished = (stack: TestStack): number => globSync('responses/*/finished', { cwd: stack.output }).length;

async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setImmediate(resolve));
}

async function inMidStream(stack: TestStack, notIn: string): Promise<string> {
  let found = '';
  await until(() => {
    const now = inFlight(stack);
    if (now && now.file !== notIn && now.lines > 18) found = now.file;
    return found !== '';
  });
  return found;
}

const responses = (stack: TestStack): string[] =>
  globSync('night/*/*/1/response.md', { cwd: stack.output })
    .toSorted()
    .map((file) => readFileSync(path.join(stack.output, file), 'utf8'));

const attempts = (stack: TestStack): ResponseMetadata['attempts'] =>
  globSync('night/*/*/1/metadata.json', { cwd: stack.output }).flatMap(
    (file) => (JSON.parse(readFileSync(path.join(stack.output, file), 'utf8')) as ResponseMetadata).attempts,
  );

test('server and worker, killed ten times in mid-stream: the texts are those of an undisturbed sweep', async (t) => {
  const server = await OwnServer.start();
  t.after(() => server.kill());
  const [quiet, stormy] = [await TestStack.create({ OLLAMA_HOST: server.url }), await TestStack.create({ OLLAMA_HOST: server.url })];
  t.after(() => Promise.all([quiet.close(), stormy.close()]));
  await quiet.mustDo('up');
  await quiet.mustDo('sweep', sweepFile(quiet));
  await quiet.mustDo('down');

  await stormy.mustDo('up');
  await stormy.mustDo('sweep', sweepFile(stormy), '--no-follow');
  for (const [index, each] of blows.entries()) {
    let cut = '';
    for (const blow of each) {
      cut = await inMidStream(stormy, cut);
      if (blow === 'worker') stormy.kill('generation');
      else await server.kill();
      if (blow === 'server') await server.start();
    }
    await until(() => finished(stormy) > index);
  }
  assert.equal((await stormy.temporal('workflow', 'result', '-w', 'night')).exitCode, 0);

  assert.deepEqual(responses(stormy), responses(quiet));
  const ends = attempts(stormy);
  assert.equal(ends.filter(({ ended }) => ended === 'lost with the process that made it').length, 5);
  assert.equal(ends.filter(({ ended }) => ended !== 'complete').length, 10);
  assert.ok(
    ends.some(({ continuedAtByte }) => (continuedAtByte ?? 0) > 0),
    'no response was gone on with',
  );
  assert.ok(!ends.some(({ agrees }) => agrees === false), 'a text came out otherwise');
});
