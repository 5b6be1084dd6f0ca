// Removes all that set-up and the stack have made on this machine; results in output/ stay.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { home, node, project } from './run.mjs';

if (existsSync(node)) {
  const { status } = spawnSync(node, [path.join(project, 'cli', 'main.ts'), 'down'], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
// by name, since SPECGEN_HOME may be a folder that holds other things too
const made = ['tools', 'go', 'cache', 'run', 'logs', 'setup', 'temporal.db', 'temporal.db-shm', 'temporal.db-wal'];
for (const name of made) rmSync(path.join(home, name), { recursive: true, force: true });
if (existsSync(home) && readdirSync(home).length === 0) rmdirSync(home);
rmSync(path.join(project, 'node_modules'), { recursive: true, force: true });
process.stdout.write(`removed specgen's state from ${home}, and node_modules; output/ is untouched\n`);
