// npm run bench: set-up, then the benchmark of this machine on the pinned Node.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { node, project, reportingErrors } from './run.mjs';
import { setUp } from './steps.mjs';
import { findTemporal } from './temporal.mjs';

const temporal = reportingErrors(() => {
  setUp();
  return findTemporal();
});
const child = spawn(node, [path.join(project, 'bench', 'main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, TEMPORAL_CLI: temporal },
});
// the terminal sends Ctrl-C to both; the benchmark cleans up before it ends
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
