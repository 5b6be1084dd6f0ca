// npm test: set-up, then types, lint and tests on the pinned Node. Arguments name test files; without any it is all of
// test/, where test/ollama needs a model server and is otherwise left out with a word at the end.
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { node, project, reportingErrors } from './run.mjs';
import { setUp } from './steps.mjs';
import { findTemporal } from './temporal.mjs';

const environment = reportingErrors(() => {
  setUp();
  return { ...process.env, TEMPORAL_CLI: findTemporal() };
});

const named = process.argv.slice(2);
const ollama = await ollamaModel();
const everything = globSync('test/**/*.test.ts', { cwd: project }).sort();
const files = named.length > 0 ? named : everything.filter((file) => !file.startsWith('test/ollama/') || ollama !== null);

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

/** Runs the tests and returns [passed, failed]. */
function runTests() {
  const folder = mkdtempSync(path.join(tmpdir(), 'specgen-test-'));
  const counts = path.join(folder, 'counts');
  const reporters = ['spec', path.join(project, 'setup', 'count-reporter.mjs')];
  const flags = reporters.flatMap((reporter) => ['--test-reporter', reporter, '--test-reporter-destination', 'stdout']);
  spawnSync(node, ['--test', ...flags, ...files], {
    cwd: project,
    stdio: 'inherit',
    env: { ...environment, ...ollama, TEST_COUNTS: counts },
  });
  const [passed, failed] = readFileSync(counts, 'utf8').trim().split(' ').map(Number);
  rmSync(folder, { recursive: true });
  return [passed, failed];
}

const checks = named.length > 0 ? [] : [tool('tsc', '-p', '.'), tool('biome', 'check', '--error-on-warnings', '.')];
const [passed, failed] = runTests();
const wrong = failed + checks.filter((ok) => !ok).length;
if (ollama === null && named.length === 0) {
  process.stdout.write('left out: test/ollama, because no Ollama with a model answers (set OLLAMA_HOST, or start it and pull a model)\n');
}
process.stdout.write(`${passed + checks.filter((ok) => ok).length} passed, ${wrong} failed\n`);
process.exit(wrong === 0 ? 0 : 1);
