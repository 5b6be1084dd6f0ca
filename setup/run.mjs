// Shared by the set-up steps. Plain JavaScript with Node's own modules only: it runs on an older Node, before any
// package is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const project = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
export const home = process.env.SPECGEN_HOME ?? path.join(project, '.specgen');
export const node = path.join(project, 'node_modules', '.bin', 'node');

/** A problem that the user can mend: printed without a stack trace. */
export class SetupError extends Error {}

/** Runs a command to its end; its output is shown only when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: project, encoding: 'utf8', ...options });
  if (result.error) return { ok: false, output: result.error.message };
  return { ok: result.status === 0, output: `${result.stdout ?? ''}${result.stderr ?? ''}`.trim() };
}

/** Does a step once and says what it did and how long it took; `done` tells whether it is needed at all. */
export function step(what, done, work) {
  if (done()) return;
  const start = Date.now();
  process.stdout.write(`set-up: ${what} … `);
  work();
  process.stdout.write(`${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}

const stamps = () => path.join(home, 'setup');

/** What a step was last done for; kept outside the thing it made, so that half-made things are made again. */
export function stamped(name, value) {
  const file = path.join(stamps(), name);
  return existsSync(file) && readFileSync(file, 'utf8') === value;
}

export function stamp(name, value) {
  mkdirSync(stamps(), { recursive: true });
  writeFileSync(path.join(stamps(), name), value);
}

/** Installs Debian packages where rights allow, else names the command. */
export function systemPackages(names, reason) {
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  const mine = process.getuid?.() === 0 && run('apt-get', ['--version']).ok;
  if (!mine) throw new SetupError(`${reason}: install it with "sudo ${command}" (or your distribution's way), then start again`);
  run('apt-get', ['update', '-qq']);
  const installed = run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (!installed.ok) throw new SetupError(`${reason}, and "${command}" failed:\n${installed.output}`);
}

/** Ends the program with one clear message for a SetupError. */
export function reportingErrors(work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stdout.write('failed\n');
    process.stderr.write(`specgen: ${error.message}\n`);
    process.exit(1);
  }
}
