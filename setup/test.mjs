// npm test: set-up, then types, lint and tests on the pinned Node. Arguments name test files; without any it is all of
// test/, where test/ollama needs a model server and is otherwise left out with a word at the end.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium, installChromium } from './chromium.mjs';
import { node, project, reportingErrors } from './run.mjs';
import { installS3Server, s3Server } from './s3-server.mjs';
import { setUp } from './steps.mjs';
import { findTemporal } from './temporal.mjs';

const named = process.argv.slice(2);
const isAmong = (folder) => named.length === 0 || named.some((file) => path.relative(project, path.resolve(file)).startsWith(folder));
const needsBrowser = isAmong('test/browser');
const needsBucket = isAmong('test/store');
const environment = reportingErrors(() => {
  setUp();
  if (needsBrowser) installChromium();
  if (needsBucket) installS3Server();
  const found = { ...(needsBrowser && { CHROMIUM: findChromium() }), ...(needsBucket && { S3_SERVER: s3Server() }) };
  return { ...process.env, TEMPORAL_CLI: findTemporal(), ...found };
});

const ollama = await ollamaModel();
const needsOllama = (file) => file.startsWith('test/ollama/');
const allTests = () => readdirSync(path.join(project, 'test'), { recursive: true }).filter((file) => file.endsWith('.test.ts'));
const chosen =
  named.length > 0
    ? named
    : allTests()
        .map((file) => path.join('test', file))
        .sort();
const withoutServer = chosen.filter((file) => !needsOllama(file));
const withServer = ollama === null ? [] : chosen.filter(needsOllama);

/** A model to try on the server that answers where OLLAMA_HOST or the usual address says; null where none does. */
async function ollamaModel() {
  const host = process.env.OLLAMA_HOST ?? 'http://127.0.0.1:11434';
  if (process.env.OLLAMA_MODEL) return { OLLAMA_HOST: host, OLLAMA_MODEL: process.env.OLLAMA_MODEL };
  try {
    const { models } = await (await fetch(new URL('/api/tags', host))).json();
    const [smallest] = models.sort((a, b) => a.size - b.size);
    return smallest ? { OLLAMA_HOST: host, OLLAMA_MODEL: smallest.name } : null;
  } catch {
    return null;
  }
}

const tool = (name, ...args) => {
  const { status } = spawnSync(path.join(project, 'node_modules', '.bin', name), args, {
    cwd: project,
    stdio: 'inherit',
    env: environment,
  });
  process.stdout.write(`${name}: ${status === 0 ? 'passed' : 'failed'}\n`);
  return status === 0;
};

/** Runs test files and returns [passed, failed]; a run that did not reach its end has failed. */
function runTests(files, ...more) {
  if (files.length === 0) return [0, 0];
  const folder = mkdtempSync(path.join(tmpdir(), 'specgen-test-'));
  const counts = path.join(folder, 'counts');
  const reporters = ['spec', path.join(project, 'setup', 'count-reporter.mjs')];
  const flags = reporters.flatMap((reporter) => ['--test-reporter', reporter, '--test-reporter-destination', 'stdout']);
  const env = { ...environment, ...ollama, TEST_COUNTS: counts };
  spawnSync(node, ['--test', ...flags, ...more, ...files], { cwd: project, stdio: 'inherit', env });
  const counted = existsSync(counts) ? readFileSync(counts, 'utf8').trim().split(' ').map(Number) : [0, 1];
  rmSync(folder, { recursive: true });
  return counted;
}

const checks = named.length > 0 ? [] : [tool('tsc', '-p', '.'), tool('biome', 'check', '--error-on-warnings', '.')];
// Node's default is one file fewer at a time than there are cores; most tests wait for another program
const atOnce = `--test-concurrency=${Math.max(2, availableParallelism())}`;
// a model server answers one request at a time: two test files would only wait for each other
const runs = [runTests(withoutServer, atOnce), runTests(withServer, '--test-concurrency=1')];
const passed = runs.reduce((sum, [count]) => sum + count, checks.filter((ok) => ok).length);
const failed = runs.reduce((sum, [, count]) => sum + count, checks.filter((ok) => !ok).length);
if (ollama === null && chosen.some(needsOllama)) {
  process.stdout.write('left out: test/ollama, because no Ollama with a model answers (set OLLAMA_HOST, or start it and pull a model)\n');
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
