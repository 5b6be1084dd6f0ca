import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { execa } from 'execa';
import { FolderStore } from '../../storage/folder/folder-store.ts';
import { sideBySide } from '../../storage/side-by-side.ts';
import { storedSweep } from '../audit/stored-sweep.ts';
import { hostAt } from './asking.ts';
import { type S3Server, startS3Server } from './s3-server.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
let server: S3Server;
before(async () => {
  server = await startS3Server();
});
after(() => server.stop());

async function specgen(...args: string[]): Promise<string> {
  const env = { ...server.env, TEMPORAL_ADDRESS: undefined };
  const { stdout, stderr, exitCode } = await execa(process.execPath, [path.join(project, 'cli', 'main.ts'), ...args], {
    env,
    reject: false,
  });
  assert.equal(exitCode, 0, `specgen ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}

test('every command reads and writes a bucket as it does a folder, to the byte', async (t) => {
  const stored = await storedSweep(t);
  const [folder, bucket] = [new FolderStore(stored.auditing.store.place), hostAt(server.port, 'night/')];
  const report = await readFile(path.join(stored.folder, 'report', 'results.json'), 'utf8');
  const results = (await folder.list('')).filter((key) => !key.startsWith('night/report/'));
  await sideBySide(results, bucket.worthAtOnce, async (key) => bucket.write(key, (await folder.find(key)) ?? ''));

  assert.match(await specgen('report', 'night'), /^report {2}s3:\/\/results\/night\/night\/report\/REPORT\.md$/m);
  assert.equal(await bucket.find('night/report/results.json'), report);
  assert.equal((await bucket.list('night/report/trials')).length, 4);
  assert.match(await specgen('verify', 'night', '--specs', stored.specs), /night is as its report says$/m);
  assert.match(await specgen('score', 'night', '--specs', stored.specs), /4 responses graded again, the points of 0 moved/);
  assert.match(
    await specgen('show', 'night', 'reference', '18'),
    /s3:\/\/results\/night\/night\/builtin\+reference\/18-telescope-lease\/1/,
  );
  assert.match(await specgen('compare', 'night/reference', 'night/unchanged'), /night\/builtin:reference against night\/builtin:unchanged/);
  assert.match(await specgen('export', 'night'), /inspect view --log-dir "s3:\/\/results\/night\/night\/export\/inspect"/);
  assert.equal((await bucket.list('night/export/inspect')).length, 2);
  assert.match(await specgen('plan', '-m', 'builtin:reference', '-l', '1'), /1 model × 1 level/);
});
