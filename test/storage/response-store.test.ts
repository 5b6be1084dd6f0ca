import assert from 'node:assert/strict';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ResponseMetadata } from '../../core/response.ts';
import type { StreamEnd } from '../../core/stream.ts';
import { hashOf } from '../../storage/responses/finished.ts';
import { StoredResponses } from '../activities/setting.ts';
import { temporaryFolder } from './folder.ts';

const key = 'ab'.repeat(32);
const startedAt = '2026-01-02T03:04:05.000Z';
const endedAt = '2026-01-02T03:04:15.000Z';
const usage = { inputTokens: 3, outputTokens: 2, reasoningTokens: null };
const end: StreamEnd = { stopReason: 'complete', rawStopReason: 'stop', usage, rawUsage: { eval_count: 2 }, unsupported: {} };

function response(text: string, reasoning = '') {
  return { text, reasoning, metadata: { responseHash: hashOf(text) } as ResponseMetadata };
}

async function stores(t: TestContext) {
  const folder = await temporaryFolder(t);
  return { store: new StoredResponses(folder), later: new StoredResponses(folder), another: new StoredResponses(folder) };
}

test('an attempt is on the disk before anything came', async (t) => {
  const { store, later } = await stores(t);
  const journal = await store.begin(key, startedAt);
  assert.deepEqual(await later.attempts(key), [{ number: 1, startedAt, kept: 0, parts: [], firstTokenMs: null, outcome: null }]);
  await journal.release();
});

test('what had come before the process died is there afterwards, but for a torn last piece', async (t) => {
  const { store, later } = await stores(t);
  const journal = await store.begin(key, startedAt);
  await journal.append({ type: 'request', requestId: 'req_1' });
  await journal.firstToken(120);
  await journal.append({ type: 'reasoning', text: 'hm' });
  await journal.append({ type: 'text', text: 'package ', tokens: 1 });
  await appendFile(path.join(store.folder(key), 'attempt-1.jsonl.partial'), '{"type":"text","text":"tar');
  const [attempt] = await later.attempts(key);
  assert.deepEqual(attempt?.parts, [
    { type: 'request', requestId: 'req_1' },
    { type: 'reasoning', text: 'hm' },
    { type: 'text', text: 'package ', tokens: 1 },
  ]);
  assert.equal(attempt.firstTokenMs, 120);
  assert.equal(attempt.outcome, null);
  await journal.release();
});

test('nothing behind a tear is trusted', async (t) => {
  const { store, later } = await stores(t);
  const journal = await store.begin(key, startedAt);
  await journal.append({ type: 'text', text: 'whole' });
  const file = path.join(store.folder(key), 'attempt-1.jsonl.partial');
  await appendFile(file, '\0\0\0\n{"type":"text","text":"after the tear"}\n');
  assert.deepEqual((await later.attempts(key))[0]?.parts, [{ type: 'text', text: 'whole' }]);
  await journal.release();
});

test('a response that ended is known as whole before it is put in its place', async (t) => {
  const { store, later } = await stores(t);
  const journal = await store.begin(key, startedAt);
  await journal.append({ type: 'text', text: 'all' });
  await journal.end(end, endedAt);
  assert.equal(await later.find(key), null);
  const [attempt] = await later.attempts(key);
  assert.deepEqual(attempt?.outcome, { type: 'end', endedAt, end });
  assert.deepEqual(attempt.parts, [{ type: 'text', text: 'all' }]);
});

test('attempts are numbered in order, also when many begin at once', async (t) => {
  const { store, another } = await stores(t);
  const journals = await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? store : another).begin(key, startedAt)));
  const numbers = journals.map((journal) => journal.number).toSorted((one, other) => one - other);
  assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  await journals[0]?.fail('cut', endedAt);
  await Promise.all(journals.slice(1).map((journal) => journal.release()));
  const outcomes = (await store.attempts(key)).map((attempt) => attempt.outcome?.type ?? null);
  assert.equal(outcomes.filter((outcome) => outcome === 'failed').length, 1);
});

test('text that is kept from an earlier attempt begins the next one', async (t) => {
  const { store } = await stores(t);
  const journal = await store.begin(key, startedAt, { kept: [{ type: 'text', text: 'kept', tokens: 1 }] });
  await journal.append({ type: 'text', text: ' new', tokens: 1 });
  await journal.release();
  const [attempt] = await store.attempts(key);
  assert.equal(attempt?.parts.map((part) => (part.type === 'text' ? part.text : '')).join(''), 'kept new');
});

test('a finished response is found with its reasoning apart, and its journals are gone', async (t) => {
  const { store, later } = await stores(t);
  await (await store.begin(key, startedAt)).fail('cut', endedAt);
  await (await store.begin(key, startedAt)).end(end, endedAt);
  await store.finish(key, response('# Findings\n', 'hm'));
  const found = await later.find(key);
  assert.deepEqual([found?.text, found?.reasoning], ['# Findings\n', 'hm']);
  assert.deepEqual(await readdir(store.folder(key)), ['finished']);
  assert.equal(await readFile(path.join(store.folder(key), 'finished', 'response.md'), 'utf8'), '# Findings\n');
});

test('an empty response is a response', async (t) => {
  const { store } = await stores(t);
  await store.finish(key, response(''));
  assert.equal((await store.find(key))?.text, '');
});

test('of two that finish the same response the first stays, whole', async (t) => {
  const { store, another } = await stores(t);
  const results = await Promise.all([store.finish(key, response('one')), another.finish(key, response('other'))]);
  const found = await store.find(key);
  assert.ok(found);
  assert.equal(found.metadata.responseHash, hashOf(found.text));
  assert.deepEqual(new Set(results.map((result) => result.text)), new Set([found.text]));
  assert.deepEqual(await readdir(store.folder(key)), ['finished']);
});

test('an attempt that ends after another process finished the response ends quietly', async (t) => {
  const { store, another } = await stores(t);
  const slow = await store.begin(key, startedAt);
  await another.finish(key, response('fast'));
  await slow.append({ type: 'text', text: 'slow' });
  await slow.end(end, endedAt);
  assert.equal((await store.finish(key, response('slow'))).text, 'fast');
  assert.deepEqual(await readdir(store.folder(key)), ['finished']);
});

test('a stored text that was changed afterwards is not taken for the response', async (t) => {
  const { store } = await stores(t);
  await store.finish(key, response('true'));
  const file = path.join(store.folder(key), 'finished', 'response.md');
  await writeFile(file, 'false');
  await assert.rejects(store.find(key), (error: Error) => error.message.startsWith(`${file} is not the text`));
});

test('a response that cannot be put in its place leaves nothing half-made behind', async (t) => {
  const { store } = await stores(t);
  await (await store.begin(key, startedAt)).release();
  await writeFile(path.join(store.folder(key), 'finished'), 'a file in the way');
  await assert.rejects(store.finish(key, response('whole')), /a file stands where a folder is expected/);
  assert.deepEqual((await readdir(store.folder(key))).toSorted(), ['attempt-1.jsonl.partial', 'finished']);
});
