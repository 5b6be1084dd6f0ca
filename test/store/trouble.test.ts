import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Asking } from '../../activities/responses/ask.ts';
import { obtain } from '../../activities/responses/obtain.ts';
import { possiblyLost } from '../../core/ledger.ts';
import { ResponseStore } from '../../storage/responses/response-store.ts';
import { StorageError, type StorageTrouble } from '../../storage/storage-error.ts';
import type { Store } from '../../storage/store/store.ts';
import { askingWith } from '../activities/setting.ts';
import { fill, hostAt, paidModel, responsesOf } from './asking.ts';
import { type S3Server, startS3Server } from './s3-server.ts';
import { TcpProxy } from './tcp-proxy.ts';

let server: S3Server;
let proxy: TcpProxy;
before(async () => {
  server = await startS3Server();
  proxy = await TcpProxy.to(server.port);
});
after(async () => {
  await proxy.close();
  await server.stop();
});

const asking = () => askingWith(new AbortController().signal, null);
const trouble = (kind: StorageTrouble, says: RegExp) => (error: unknown) => {
  assert.ok(error instanceof StorageError, String(error));
  assert.equal(error.trouble, kind, error.message);
  assert.match(error.message, says);
  return true;
};

test('two hosts that want the same response at the same time pay for one', async () => {
  const { asked, question } = paidModel(['all']);
  const [one, other] = [responsesOf(hostAt(server.port, 'two/')), responsesOf(hostAt(server.port, 'two/'))];
  const obtained = await Promise.all([one, other].map((responses) => obtain(responses, question, asking())));
  assert.deepEqual([asked.times, obtained.map(({ response }) => response.text)], [1, ['all', 'all']]);
  const entries = await one.ledger('a-key').entries();
  assert.deepEqual(
    entries.map(({ outcome }) => outcome?.ended),
    ['complete'],
  );
  assert.deepEqual(await hostAt(server.port, 'two/').list('responses'), [
    'responses/a-key/finished.json',
    'responses/a-key/paid-1-outcome.json',
    'responses/a-key/paid-1.json',
  ]);
});

test('what another host has finished between a look and the request is not asked for again', async () => {
  const { asked, question } = paidModel(['all']);
  const [one, other] = [responsesOf(hostAt(server.port, 'late/')), responsesOf(hostAt(server.port, 'late/'))];
  const overtaken = { ...asking(), turn: (work: () => Promise<unknown>) => obtain(other, question, asking()).then(work) } as Asking;
  const { response } = await obtain(one, question, overtaken);
  assert.deepEqual([response.text, asked.times], ['all', 1]);
});

test('a host that was out of reach while another one took its claim over asks for nothing when it is back', async () => {
  const { asked, question } = paidModel(['all']);
  const pace = { beatMs: 20, lostMs: 60 };
  const other = new ResponseStore(hostAt(server.port, 'cut/'), pace);
  let isOut = false;
  const cutOff = hostAt(server.port, 'cut/');
  const [create, writeDerived] = [cutOff.create.bind(cutOff), cutOff.writeDerived.bind(cutOff)];
  cutOff.writeDerived = (key, text) => (isOut ? Promise.reject(new Error('out of reach')) : writeDerived(key, text));
  // the intent is on its way for as long as the other host needs for all of its work
  cutOff.create = async (key, text) => {
    if (key.endsWith('/paid-1.json') && !isOut) {
      isOut = true;
      await obtain(other, question, asking());
    }
    return await create(key, text);
  };
  const { response } = await obtain(new ResponseStore(cutOff, pace), question, asking());
  assert.deepEqual([response.text, asked.times], ['all', 1]);
  assert.deepEqual(possiblyLost(await other.ledger('a-key').entries()), { requests: 0, boundUsd: 0 });
});

test('a stream that breaks off after another host has finished the response leaves nothing', async () => {
  const pace = { beatMs: 20, lostMs: 60 };
  const [cutOff, next] = [hostAt(server.port, 'broken/'), hostAt(server.port, 'broken/')];
  const other = new ResponseStore(next, pace);
  cutOff.writeDerived = () => Promise.reject(new Error('out of reach'));
  const { asked, question } = paidModel(['one ', 'two'], async (piece) => {
    if (piece === 0 || asked.times > 1) return;
    await obtain(other, question, asking());
    throw new Error('the stream broke off');
  });
  const { response } = await obtain(new ResponseStore(cutOff, pace), question, asking());
  assert.deepEqual([response.text, asked.times, await next.streams.list('responses/a-key')], ['one two', 2, []]);
});

async function triedInVain(store: Store, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await assert.rejects(store.find('anything'), trouble('unreachable', /does not answer/));
}

test('a store that is lost while a model speaks costs no word of it', async () => {
  const store = hostAt(proxy.port, 'lost/');
  let restored: Promise<unknown> = Promise.resolve();
  const { asked, question } = paidModel(['one ', 'two ', 'three'], (piece) => {
    if (piece === 1) proxy.cut();
    // the stream ends meanwhile, and its last segment is tried in vain
    if (piece === 2) restored = triedInVain(store, 5).then(() => proxy.restore());
  });
  const { response } = await obtain(responsesOf(store), question, asking());
  await restored;
  assert.deepEqual([response.text, asked.times], ['one two three', 1]);
  assert.deepEqual(possiblyLost(await responsesOf(store).ledger('a-key').entries()), { requests: 0, boundUsd: 0 });
});

test('a store that is away before a request is named, nothing is asked, and all goes on when it is back', async () => {
  const { asked, question } = paidModel(['all']);
  const responses = responsesOf(hostAt(proxy.port, 'away/'));
  proxy.cut();
  await assert.rejects(
    obtain(responses, question, asking()),
    trouble('unreachable', /s3:\/\/results\/away\/.* does not answer\. It is asked again/),
  );
  assert.equal(asked.times, 0);
  proxy.restore();
  await obtain(responses, question, asking());
  assert.equal(asked.times, 1);
});

test('a store that is full takes nothing half, asks for nothing, and goes on when there is room', async (t) => {
  const small = await startS3Server({ sizeMiB: 2 });
  t.after(() => small.stop());
  const store = hostAt(small.port, '');
  const { asked, question } = paidModel(['all']);
  await fill(store);
  await assert.rejects(obtain(responsesOf(store), question, asking()), trouble('full', /Make room there or raise the quota/));
  assert.equal(asked.times, 0);
  await store.remove(await store.list('filler'));
  await obtain(responsesOf(store), question, asking());
  assert.equal(asked.times, 1);
});

test('credentials that are refused are named, and nothing is asked', async () => {
  const { asked, question } = paidModel(['all']);
  const store = hostAt(server.port, 'denied/', 'wrong');
  await assert.rejects(obtain(responsesOf(store), question, asking()), trouble('denied', /access is denied\. Give these credentials/));
  await assert.rejects(store.probe(), trouble('denied', /SignatureDoesNotMatch, 403/));
  assert.equal(asked.times, 0);
});

test('after the host that wrote a stream is lost, another one reads it up to its last segment', async () => {
  const [lost, next] = [responsesOf(hostAt(server.port, 'host/')), responsesOf(hostAt(server.port, 'host/'))];
  const journal = await lost.begin('a-key', '2026-01-01T00:00:00.000Z');
  const segment = 'x'.repeat(70_000);
  await journal.append({ type: 'text', text: segment });
  let attempts = await next.attempts('a-key');
  while (attempts[0]?.parts.length === 0) attempts = await next.attempts('a-key');
  await journal.append({ type: 'text', text: 'of the segment that was never written' });
  assert.deepEqual(
    (await next.attempts('a-key')).map(({ parts, outcome }) => [parts, outcome]),
    [[[{ type: 'text', text: segment }], null]],
  );
  const second = await next.begin('a-key', '2026-01-01T00:01:00.000Z', { kept: attempts[0]!.parts });
  assert.equal(second.number, 2);
  await second.release();
  await journal.release();
});
