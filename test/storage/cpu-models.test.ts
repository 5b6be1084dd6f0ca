import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { CpuModels } from '../../storage/cpu-models.ts';
import { temporaryFolder } from './folder.ts';

test('a model counts as busy while it generates, and no longer', async (t) => {
  const models = new CpuModels(await temporaryFolder(t));
  assert.equal(await models.areBusy(), false);
  await models.during(async () => assert.equal(await models.areBusy(), true));
  await assert.rejects(models.during(async () => Promise.reject(new Error('cut'))));
  assert.equal(await models.areBusy(), false);
});

test('a generation whose process was killed holds up nobody', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(path.join(folder, 'run', 'generating'), { recursive: true });
  await writeFile(path.join(folder, 'run', 'generating', `${process.pid}-1-1`), '');
  assert.equal(await new CpuModels(folder).areBusy(), false);
});
