// Removes all that set-up and the stack have made on this machine; results in output/ stay.

import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { home, node, project } from './run.mjs';

if (existsSync(node)) spawnSync(node, [path.join(project, 'cli', 'main.ts'), 'down'], { stdio: 'inherit' });
rmSync(home, { recursive: true, force: true });
rmSync(path.join(project, 'node_modules'), { recursive: true, force: true });
process.stdout.write(`removed ${home} and node_modules; output/ is untouched\n`);
