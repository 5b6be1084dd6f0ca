import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { orphanedRunners } from '../../providers/ollama/orphans.ts';

/** Programs whose command lines are those of a server and of its runner. */
const serve = `const { spawn } = require('node:child_process');
console.log(spawn(process.execPath, ['runner', '--model', 'x'], { stdio: 'ignore' }).pid);
setInterval(() => {}, 1000);`;

test('a runner is orphaned once its server was killed, and not before', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'specgen-orphan-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'serve'), serve);
  writeFileSync(path.join(folder, 'runner'), 'setInterval(() => {}, 1000);');
  const server = execa(process.execPath, ['serve'], { cwd: folder, reject: false });
  const [line] = await once(server.stdout, 'data');
  const runner = Number(String(line));
  t.after(() => process.kill(runner, 'SIGKILL'));
  const found = () => orphanedRunners().find(({ pid }) => pid === runner);
  assert.equal(found(), undefined);
  server.kill('SIGKILL');
  await server;
  const orphan = found();
  assert.ok(orphan && orphan.memoryMiB > 1, JSON.stringify(orphan));
});
