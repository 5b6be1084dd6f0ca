import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
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

/** The journal of the newest request for the response in hand: those of killed workers stay until it is whole. */
function inFlight(stack: TestStack): { number: number; lines: number } | null {
  const open = globSync('responses/*/attempt-*.partial', { cwd: stack.output }).map((name) => path.join(stack.output, name));
  const unfinished = open.filter((file) => !existsSync(path.join(path.dirname(file), 'finished')));
  const newest = unfinished.toSorted().at(-1);
  const number = Number(/attempt-(\d+)/.exec(newest ?? '')?.[1]);
  return newest ? { number, lines: readFileSync(newest, 'utf8').split('\n').length } : null;
}

const finished = (stack: TestStack): number => globSync('responses/*/finished', { cwd: stack.output }).length;

/** Looks until it is so. */
async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Waits for a request after the given one, in mid-stream; returns its number. */
async function inMidStream(stack: TestStack, after: number): Promise<number> {
  let found = 0;
  await until(() => {
    const now = inFlight(stack);
    if (now && now.number > after && now.lines > 18) found = now.number;
    return found > 0;
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
    let cut = 0;
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
