import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { BucketStore } from '../../storage/bucket/bucket-store.ts';
import { bucketClient } from '../../storage/bucket/client.ts';
import { FolderStore } from '../../storage/folder/folder-store.ts';
import type { Store } from '../../storage/store/store.ts';
import { access, bucket, type S3Server, startS3Server } from './s3-server.ts';

let server: S3Server;
let folder: string;
let number = 0;
before(async () => {
  server = await startS3Server();
  folder = await mkdtemp(path.join(tmpdir(), 'specgen-store-'));
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Two hosts that share an empty store. */
type Hosts = () => { one: Store; other: Store };

const kinds: Record<string, Hosts> = {
  'a folder': () => {
    const place = path.join(folder, `${++number}`);
    return { one: new FolderStore(place), other: new FolderStore(place) };
  },
  'a bucket': () => {
    const address = { bucket, prefix: `${++number}/` };
    const host = () => new BucketStore(bucketClient({ endpoint: server.url, region: 'us-east-1', credentials: access }), address);
    return { one: host(), other: host() };
  },
};

const atOnce = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

for (const [kind, hosts] of Object.entries(kinds)) {
  describe(kind, () => {
    it('can be used by two hosts, and says so', async () => {
      const { one, other } = hosts();
      await Promise.all([one.probe(), other.probe()]);
      assert.deepEqual(await one.list(''), []);
    });

    it('gives back what was written last, and null for what was not', async () => {
      const { one, other } = hosts();
      assert.equal(await one.find('night/a/text.md'), null);
      await one.write('night/a/text.md', 'first');
      await other.write('night/a/text.md', 'second – ünicode\n');
      assert.equal(await one.find('night/a/text.md'), 'second – ünicode\n');
      await one.write('night/a/empty', '');
      assert.equal(await other.find('night/a/empty'), '');
    });

    it('gives back the end of a text that is long enough', async () => {
      const { one } = hosts();
      await one.writeDerived('page.html', 'content<!-- end -->');
      assert.equal(await one.findEnd('page.html', 12), '<!-- end -->');
      assert.equal(await one.findEnd('page.html', 100), null);
      assert.equal(await one.findEnd('none.html', 12), null);
    });

    it('shows readers the old text or the new one, whole, while it is replaced', async () => {
      const { one, other } = hosts();
      const texts = ['a', 'b'].map((letter) => letter.repeat(300_000));
      await one.write('text', texts[0]!);
      const reads = atOnce(20, () => other.find('text'));
      for (let round = 0; round < 5; round += 1) await one.write('text', texts[round % 2]!);
      for (const read of await reads) assert.ok(texts.includes(read!));
    });

    it('lets exactly one of many create a text', async () => {
      const { one, other } = hosts();
      const created = await atOnce(20, (index) => (index % 2 ? one : other).create('responses/k/paid-1.json', `writer ${index}`));
      assert.equal(created.filter((mine) => mine).length, 1);
      assert.equal(await one.find('responses/k/paid-1.json'), `writer ${created.indexOf(true)}`);
      assert.deepEqual(await other.list('responses'), ['responses/k/paid-1.json']);
    });

    it('lets exactly one of many place several texts together, and never shows a mixture', async () => {
      const { one, other } = hosts();
      const names = ['response.md', 'metadata.json', 'reasoning.md'] as const;
      const created = await atOnce(10, (index) =>
        (index % 2 ? one : other).createTogether(
          'k/finished',
          new Map([
            ['response.md', `${index}`],
            ['metadata.json', `${index}`],
          ]),
        ),
      );
      assert.equal(created.filter((mine) => mine).length, 1);
      const winner = `${created.indexOf(true)}`;
      assert.deepEqual(await other.findTogether('k/finished', names), {
        'response.md': winner,
        'metadata.json': winner,
        'reasoning.md': null,
      });
      assert.deepEqual(await one.findTogether('k/none', names), { 'response.md': null, 'metadata.json': null, 'reasoning.md': null });
    });

    it('lists what is below a prefix, and what is directly below it', async () => {
      const { one, other } = hosts();
      for (const key of ['night/m/01/1/score.json', 'night/m/01/2/score.json', 'night/sweep.json', 'nightly/sweep.json'])
        await one.write(key, '{}');
      assert.deepEqual(await other.list('night'), ['night/m/01/1/score.json', 'night/m/01/2/score.json', 'night/sweep.json']);
      assert.deepEqual(await other.entries('night'), [
        { name: 'm', isFolder: true },
        { name: 'sweep.json', isFolder: false },
      ]);
      assert.deepEqual(
        (await other.entries('')).map(({ name }) => name),
        ['night', 'nightly'],
      );
      assert.deepEqual([await other.list('none'), await other.entries('none')], [[], []]);
    });

    it('removes what is named, and folders that are empty then', async () => {
      const { one, other } = hosts();
      for (const key of ['t/a/b/page.html', 't/a/page.html', 't/page.html']) await one.write(key, '');
      await other.remove(['t/a/b/page.html', 't/a/page.html', 't/none.html'], 't');
      assert.deepEqual(await one.entries('t'), [{ name: 'page.html', isFolder: false }]);
    });

    it('has more than a thousand keys below a prefix, lists them and removes them', async () => {
      const { one } = hosts();
      const keys = Array.from({ length: 1005 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
      for (let first = 0; first < keys.length; first += 64)
        await Promise.all(keys.slice(first, first + 64).map((key) => one.writeDerived(key, '')));
      assert.deepEqual(await one.list('many'), keys);
      await one.remove(keys);
      assert.deepEqual(await one.list('many'), []);
    });

    it('lets one of many begin a stream, and another host reads what it has kept', async () => {
      const { one, other } = hosts();
      const begun = await atOnce(6, (index) =>
        (index % 2 ? one : other).streams.begin('responses/k/attempt-1.jsonl', ['start', `${index}`]),
      );
      const [writer, ...more] = begun.filter((mine) => mine !== null);
      assert.ok(writer && more.length === 0);
      await writer.append('ä line');
      await writer.close();
      const number = `${begun.findIndex((mine) => mine !== null)}`;
      assert.deepEqual(await other.streams.lines('responses/k/attempt-1.jsonl'), ['start', number, 'ä line']);
      assert.deepEqual(await other.streams.list('responses/k'), ['responses/k/attempt-1.jsonl']);
      assert.equal(await other.streams.lines('responses/k/attempt-2.jsonl'), null);
    });

    it('tells streams that grow from those that have ended, and removes both', async () => {
      const { one, other } = hosts();
      const [first, second] = [
        await one.streams.begin('r/k/attempt-1.jsonl', ['a']),
        await one.streams.begin('r/l/attempt-1.jsonl', ['b']),
      ];
      await first?.append('end');
      await first?.finish();
      assert.deepEqual(
        (await other.streams.growing('r')).map(({ key }) => key),
        ['r/l/attempt-1.jsonl'],
      );
      await second?.close();
      assert.deepEqual(await other.streams.lines('r/k/attempt-1.jsonl'), ['a', 'end']);
      await other.streams.remove(['r/k/attempt-1.jsonl', 'r/l/attempt-1.jsonl']);
      assert.deepEqual([await one.streams.list('r/k'), await one.streams.list('r/l')], [[], []]);
    });

    it('lets a stream be followed while it grows, to its last line', async () => {
      const { one, other } = hosts();
      const writer = await one.streams.begin('r/k/attempt-1.jsonl', ['start']);
      const reader = await other.streams.follow('r/k/attempt-1.jsonl');
      assert.deepEqual(await reader?.read(), ['start']);
      assert.deepEqual([await reader?.read(), await reader?.isOver()], [[], false]);
      await writer?.append('more');
      await writer?.finish();
      assert.equal(await reader?.isOver(), true);
      assert.deepEqual(await reader?.read(), ['more']);
      await reader?.close();
    });
  });
}

for (const [from, to] of [
  ['a folder', 'a bucket'],
  ['a bucket', 'a folder'],
] as const) {
  it(`what was placed together in ${from} is found in ${to} that it was copied to`, async () => {
    const [{ one: source }, { one: copy }] = [kinds[from]!(), kinds[to]!()];
    const names = ['response.md', 'metadata.json'] as const;
    await source.createTogether(
      'k/finished',
      new Map([
        ['response.md', 'text'],
        ['metadata.json', '{}'],
      ]),
    );
    for (const key of await source.list('')) await copy.write(key, (await source.find(key))!);
    assert.deepEqual(await copy.findTogether('k/finished', names), { 'response.md': 'text', 'metadata.json': '{}' });
  });
}
