#!/usr/bin/env node
// The command `specgen`: sees to the set-up, then runs cli/main.ts on the pinned Node.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { node, project, reportingErrors } from './run.mjs';
import { setUp } from './steps.mjs';
import { findTemporal } from './temporal.mjs';

const temporal = reportingErrors(() => {
  setUp();
  return findTemporal();
});
const child = spawn(node, [path.join(project, 'cli', 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, TEMPORAL_CLI: temporal },
});
// the terminal sends its signals to both; this one only passes the outcome on
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
