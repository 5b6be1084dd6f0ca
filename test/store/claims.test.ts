import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FolderStore } from '../../storage/folder/folder-store.ts';
import { Claims } from '../../storage/responses/claims.ts';
import { temporaryFolder } from '../storage/folder.ts';

const never = new AbortController().signal;
const patient = { beatMs: 1, lostMs: 600_000 };

/** The claim of a worker on another host. */
const foreign = (beat: number): string => JSON.stringify({ host: 'elsewhere', pid: 1, started: '1', beat });

test('of many workers one at a time holds a claim, and each gets it', async (t) => {
  const store = new FolderStore(await temporaryFolder(t));
  let [holders, most, times] = [0, 0, 0];
  const worker = async () => {
    const claim = await new Claims(store, 'k', patient).take(never);
    holders += 1;
    most = Math.max(most, holders);
    times += 1;
    for (let turn = 0; turn < 10; turn += 1) await store.find('k/claim-1.json');
    holders -= 1;
    await claim.release();
  };
  await Promise.all(Array.from({ length: 5 }, worker));
  assert.deepEqual([most, times], [1, 5]);
  assert.deepEqual(await store.entries('k'), []);
});

test('a claim whose holder lives on another host is waited for, and taken over when its count stands still', async (t) => {
  let looks = 0;
  class Watched extends FolderStore {
    /** The other host's count goes on until it was looked at thirty times. */
    override async find(key: string): Promise<string | null> {
      if (++looks < 30) await this.write(key, foreign(looks));
      return await super.find(key);
    }
  }
  const store = new Watched(await temporaryFolder(t));
  await store.write('k/claim-1.json', foreign(0));
  const claim = await new Claims(store, 'k', { beatMs: 1, lostMs: 5 }).take(never);
  assert.ok(looks > 30, `taken over after ${looks} looks`);
  assert.deepEqual(await store.list('k'), ['k/claim-2.json']);
  await claim.release();
});

test('the claim of a killed process of this host is taken over at once', async (t) => {
  const store = new FolderStore(await temporaryFolder(t));
  const slow = { beatMs: 600_000, lostMs: 600_000 };
  const claim = await new Claims(store, 'k', slow).take(never);
  const own = JSON.parse((await store.find('k/claim-1.json'))!);
  await store.write('k/claim-1.json', JSON.stringify({ ...own, started: 'at another time' }));
  const taken = await new Claims(store, 'k', slow).take(never);
  assert.deepEqual(await store.list('k'), ['k/claim-2.json']);
  await Promise.all([claim.release(), taken.release()]);
});

test('whoever waits stops at once when told to', async (t) => {
  const store = new FolderStore(await temporaryFolder(t));
  await store.write('k/claim-1.json', foreign(0));
  const stop = new AbortController();
  const taking = new Claims(store, 'k', { beatMs: 600_000, lostMs: 600_000 }).take(stop.signal);
  stop.abort();
  await assert.rejects(taking, { name: 'AbortError' });
});
