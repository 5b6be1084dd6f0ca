import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { execa } from 'execa';

/** Programs whose command lines are those of a server and of its runner. */
const serve = `const { spawn } = require('node:child_process');
console.log(spawn(process.execPath, ['runner', '--model', 'x'], { stdio: 'ignore' }).pid);
setInterval(() => {}, 1000);`;

/** What looks like an Ollama server with one runner: the runner's process, and how to kill the server alone. */
export async function servedRunner(t: TestContext): Promise<{ runner: number; killServer: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'specgen-orphan-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'serve'), serve);
  writeFileSync(path.join(folder, 'runner'), 'setInterval(() => {}, 1000);');
  const server = execa(process.execPath, ['serve'], { cwd: folder, reject: false });
  const [line] = await once(server.stdout, 'data');
  const runner = Number(String(line));
  t.after(() => {
    try {
      process.kill(runner, 'SIGKILL');
    } catch {
      // a test may have ended it
    }
  });
  const killServer = async () => {
    server.kill('SIGKILL');
    await server;
  };
  return { runner, killServer };
}
