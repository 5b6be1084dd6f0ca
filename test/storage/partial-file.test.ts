import assert from 'node:assert/strict';
import { appendFile, open, readdir, readFile, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { mock, test } from 'node:test';
import { FolderStreams } from '../../storage/folder/folder-streams.ts';
import { PartialFile } from '../../storage/folder/partial-file.ts';
import { temporaryFolder } from './folder.ts';

/** As another process would read them. */
const readWholeLines = (file: string) => new FolderStreams(path.dirname(file)).lines(path.basename(file, '.partial'));

async function created(file: string, lines: string[] = ['start']): Promise<PartialFile> {
  const partial = await PartialFile.create(file, lines);
  assert.ok(partial);
  return partial;
}

test('each line can be read as soon as its append returned', async (t) => {
  const file = path.join(await temporaryFolder(t), 'deep', 'stream.partial');
  const partial = await created(file);
  for (const line of ['one', 'two', 'drei – ünicode']) {
    await partial.append(line);
    assert.equal((await readWholeLines(file))?.at(-1), line);
  }
  await partial.close();
});

test('finishing leaves all lines under the final name only', async (t) => {
  const folder = await temporaryFolder(t);
  const partial = await created(path.join(folder, 'stream.partial'), ['a', 'b']);
  await partial.append('c');
  await partial.finish(path.join(folder, 'stream'));
  assert.deepEqual(await readdir(folder), ['stream']);
  assert.equal(await readFile(path.join(folder, 'stream'), 'utf8'), 'a\nb\nc\n');
});

test('a file that exists is not taken over', async (t) => {
  const file = path.join(await temporaryFolder(t), 'stream.partial');
  const partial = await created(file, ['mine']);
  assert.equal(await PartialFile.create(file, ['yours']), null);
  await partial.close();
  assert.deepEqual(await readWholeLines(file), ['mine']);
});

test('a torn last line is left out at every place where it can tear', async (t) => {
  const file = path.join(await temporaryFolder(t), 'stream.partial');
  await (await created(file, ['first', 'ä second'])).close();
  const bytes = (await readFile(file)).length;
  for (let length = bytes - 1; length >= 'first\n'.length; length -= 1) {
    await truncate(file, length);
    assert.deepEqual(await readWholeLines(file), ['first'], `${length} bytes`);
  }
});

test('a file that is not there has no lines', async (t) => {
  assert.equal(await readWholeLines(path.join(await temporaryFolder(t), 'none')), null);
});

test('the disk is synced once a second however many lines come, and at the end', async (t) => {
  const file = path.join(await temporaryFolder(t), 'stream.partial');
  const probe = await open(file, 'w');
  const datasync = mock.method(Object.getPrototypeOf(probe), 'datasync');
  await probe.close();
  await rm(file);
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.reset());

  const partial = await created(file);
  const before = datasync.mock.callCount();
  for (let line = 0; line < 100; line += 1) await partial.append(`${line}`);
  assert.equal(datasync.mock.callCount(), before);
  mock.timers.tick(1000);
  assert.equal(datasync.mock.callCount(), before + 1);
  await partial.append('later');
  await partial.close();
  assert.equal(datasync.mock.callCount(), before + 2);
});

test('a write that fails half-way leaves only whole lines', async (t) => {
  const file = path.join(await temporaryFolder(t), 'stream.partial');
  const partial = await created(file, ['whole']);
  const probe = await open(file, 'r');
  const append = mock.method(Object.getPrototypeOf(probe), 'appendFile', async () => {
    await appendFile(file, '{"half');
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  });
  await probe.close();
  t.after(() => mock.reset());

  await assert.rejects(partial.append('{"half a line"}'), /the disk is full/);
  append.mock.restore();
  await partial.append('next');
  await partial.close();
  assert.equal(await readFile(file, 'utf8'), 'whole\nnext\n');
});
