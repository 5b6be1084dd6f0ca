import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { createText, writeJson, writeText } from '../../storage/files/atomic.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { temporaryFolder } from './folder.ts';

test('a text is written below folders that did not exist, and nothing else is left there', async (t) => {
  const folder = await temporaryFolder(t);
  const file = path.join(folder, 'a', 'b', 'text.md');
  await writeText(file, 'first');
  await writeText(file, 'second – with ünicode');
  assert.equal(await readFile(file, 'utf8'), 'second – with ünicode');
  assert.deepEqual(await readdir(path.dirname(file)), ['text.md']);
});

test('JSON is written indented, with a line end', async (t) => {
  const file = path.join(await temporaryFolder(t), 'value.json');
  await writeJson(file, { points: 3 });
  assert.equal(await readFile(file, 'utf8'), '{\n  "points": 3\n}\n');
});

test('of many that create the same file at once exactly one succeeds', async (t) => {
  const folder = await temporaryFolder(t);
  const file = path.join(folder, 'intent');
  const writers = Array.from({ length: 20 }, (_, writer) => createText(file, `writer ${writer}`));
  const winners = (await Promise.all(writers)).flatMap((created, writer) => (created ? [writer] : []));
  assert.equal(winners.length, 1);
  assert.equal(await readFile(file, 'utf8'), `writer ${winners[0]}`);
  assert.deepEqual(await readdir(folder), ['intent']);
});

test('readers see the old text or the new one while it is replaced', async (t) => {
  const file = path.join(await temporaryFolder(t), 'text');
  const texts = ['a', 'b'].map((letter) => letter.repeat(300_000));
  await writeText(file, texts[0]!);
  const writing = (async () => {
    for (let round = 0; round < 10; round += 1) await writeText(file, texts[round % 2]!);
  })();
  for (let round = 0; round < 50; round += 1) assert.ok(texts.includes(await readFile(file, 'utf8')));
  await writing;
});

test('a text that cannot be put in its place leaves the old state and no temporary file', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(path.join(folder, 'taken', 'inside'), { recursive: true });
  await assert.rejects(writeText(path.join(folder, 'taken'), 'text'));
  assert.deepEqual(await readdir(folder), ['taken']);
});

test('a file where a folder is needed is named, with what to do', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(path.join(folder, 'file'), '');
  const file = path.join(folder, 'file', 'text');
  await assert.rejects(writeText(file, 'x'), (error) => {
    assert.ok(error instanceof StorageError);
    assert.equal(error.path, file);
    assert.match(error.message, /a file stands where a folder is expected. Move it away/);
    return true;
  });
});
