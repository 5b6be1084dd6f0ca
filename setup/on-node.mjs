// npm run bench, npm run chaos: set-up, then a program of this project on the pinned Node; its file is the first argument.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { node, project, reportingErrors } from './run.mjs';
import { installS3Server, s3Server } from './s3-server.mjs';
import { setUp } from './steps.mjs';
import { findTemporal } from './temporal.mjs';

const [program, ...rest] = process.argv.slice(2);
const needsBucket = rest.some((argument) => argument.startsWith('--hosts'));
const found = reportingErrors(() => {
  setUp();
  if (needsBucket) installS3Server();
  return { TEMPORAL_CLI: findTemporal(), ...(needsBucket && { S3_SERVER: s3Server() }) };
});
const child = spawn(node, [path.join(project, program), ...rest], {
  stdio: 'inherit',
  env: { ...process.env, ...found },
});
// the terminal sends Ctrl-C to both; the program cleans up before it ends
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
