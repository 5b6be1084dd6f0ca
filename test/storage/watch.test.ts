import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { FolderStore } from '../../storage/folder/folder-store.ts';
import type { JournalLine } from '../../storage/responses/journal-line.ts';
import { ResponseStore } from '../../storage/responses/response-store.ts';
import { linesOf, watchedStreams } from '../../storage/responses/watch.ts';

const startedAt = '2026-01-01T00:00:00.000Z';
const never = new AbortController().signal;
const end = {
  ...{ stopReason: 'complete' as const, rawStopReason: 'stop', rawUsage: null, unsupported: {} },
  usage: { inputTokens: 1, outputTokens: 2, reasoningTokens: null },
};

async function outputOf(context: TestContext): Promise<FolderStore> {
  const output = await mkdtemp(path.join(tmpdir(), 'specgen-watch-'));
  context.after(() => rm(output, { recursive: true, force: true }));
  return new FolderStore(output);
}

test('streams in hand are found by what they are for, and ended ones are not', async (context) => {
  const output = await outputOf(context);
  const store = new ResponseStore(output);
  const first = await store.begin('one', startedAt, { trial: 'night/ollama:a/01-x/1' });
  const second = await store.begin('two', startedAt, { trial: 'night/ollama:b/01-x/1' });
  assert.deepEqual((await watchedStreams(output)).map(({ trial }) => trial).sort(), ['night/ollama:a/01-x/1', 'night/ollama:b/01-x/1']);
  await first.end(end, startedAt);
  assert.deepEqual(
    (await watchedStreams(output)).map(({ trial }) => trial),
    ['night/ollama:b/01-x/1'],
  );
  await second.release();
});

test('lines are told as they come, to the last one before the end', async (context) => {
  const output = await outputOf(context);
  const journal = await new ResponseStore(output).begin('one', startedAt, { trial: 't' });
  await journal.append({ type: 'text', text: 'Grüße' });
  const [stream] = await watchedStreams(output);
  const seen: JournalLine[] = [];
  for await (const line of linesOf(output, stream!.key, never, 60_000)) {
    seen.push(line);
    if (line.type === 'text' && line.text === 'Grüße') {
      await journal.append({ type: 'text', text: ', world' });
      await journal.end(end, startedAt);
    }
  }
  assert.deepEqual(
    seen.map((line) => (line.type === 'text' ? line.text : line.type)),
    ['start', 'Grüße', ', world', 'end'],
  );
});

test('a stream that nobody writes any more is left', async (context) => {
  const output = await outputOf(context);
  const journal = await new ResponseStore(output).begin('one', startedAt, { trial: 't' });
  await journal.release();
  const [stream] = await watchedStreams(output);
  const seen: JournalLine[] = [];
  for await (const line of linesOf(output, stream!.key, never, 0)) seen.push(line);
  assert.equal(seen.length, 1);
});

test('a stream is left when another attempt at the same response has begun', async (context) => {
  const output = await outputOf(context);
  const store = new ResponseStore(output);
  const lost = await store.begin('one', startedAt, { trial: 'lost' });
  await lost.release();
  const next = await store.begin('one', startedAt, { trial: 'next' });
  const stream = (await watchedStreams(output)).find(({ trial }) => trial === 'lost');
  const seen: JournalLine[] = [];
  for await (const line of linesOf(output, stream!.key, never, 60_000)) seen.push(line);
  assert.equal(seen.length, 1);
  await next.release();
});
