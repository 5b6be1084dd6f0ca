// npm start: set-up, stack, the demo sweep, its leaderboard. The stack stays up for a look; npm run stop ends it.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { project } from './run.mjs';

const demo = [path.join(project, 'setup', 'specgen.mjs'), 'demo'];
process.exit(spawnSync(process.execPath, demo, { stdio: 'inherit' }).status ?? 1);
