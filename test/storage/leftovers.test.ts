import assert from 'node:assert/strict';
import { mkdir, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { removeLeftovers, temporaryName } from '../../storage/files/temporary.ts';
import { temporaryFolder } from './folder.ts';

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = execa('true');
  await child;
  return child.pid ?? assert.fail('no process was started');
}

test('temporary files and folders of dead processes are removed, at any depth, and nothing else', async (t) => {
  const folder = await temporaryFolder(t);
  const deep = path.join(folder, 'sweep', 'model');
  await mkdir(deep, { recursive: true });
  const living = temporaryName(path.join(deep, 'living'));
  const dead = path.join(deep, path.basename(living).replace(`-${process.pid}-`, `-${await deadPid()}-`));
  await writeFile(living, '');
  await writeFile(dead, '');
  await writeFile(path.join(deep, '.own.tmp'), '');
  const deadFolder = path.join(folder, path.basename(dead));
  await mkdir(deadFolder);
  await rename(dead, path.join(deadFolder, path.basename(dead)));
  assert.equal(await removeLeftovers(folder), 1);
  assert.deepEqual((await readdir(deep)).toSorted(), [path.basename(living), '.own.tmp'].toSorted());
});

test('those of another host are removed after a day', async (t) => {
  const folder = await temporaryFolder(t);
  for (const name of ['old', 'new']) await writeFile(path.join(folder, `.${name}.00000000-1-0123abcd.tmp`), '');
  await utimes(path.join(folder, '.old.00000000-1-0123abcd.tmp'), 0, 0);
  assert.equal(await removeLeftovers(folder), 1);
  assert.deepEqual(await readdir(folder), ['.new.00000000-1-0123abcd.tmp']);
});
