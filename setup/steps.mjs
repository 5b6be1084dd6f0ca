import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { node, project, run, SetupError, stamp, stamped, step, systemPackages } from './run.mjs';
import { findTemporal, installTemporal } from './temporal.mjs';

const has = (command, ...args) => run(command, args.length > 0 ? args : ['--version']).ok;

function platform() {
  const glibc = process.report?.getReport().header.glibcVersionRuntime !== undefined;
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) && glibc) return;
  const here = `${process.platform} ${process.arch}${process.platform === 'linux' && !glibc ? ' without glibc' : ''}`;
  throw new SetupError(`expected Linux on x86-64 or arm64 with glibc, found ${here}; use such a machine, a virtual machine or WSL 2`);
}

/** npm packages and with them the pinned Node that everything else runs on. */
function packages() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(project, 'package-lock.json')))
    .digest('hex');
  const done = () => existsSync(node) && stamped('packages', lock);
  step('npm packages and Node 24 (about 500 MB)', done, () => {
    const installed = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
    if (!installed.ok) throw new SetupError(`"npm ci" failed; is the npm registry reachable?\n${installed.output}`);
    if (!existsSync(node))
      throw new SetupError('npm ci brought no Node 24; it is an optional package, so npm must not run with --omit=optional');
    stamp('packages', lock);
  });
}

/** The compiler side: git is there by the clone; gcc is for the race detector. */
function compilers() {
  step(
    'gcc, for the race detector',
    () => has('gcc'),
    () => systemPackages(['gcc', 'libc6-dev'], 'gcc is missing, which the race detector needs'),
  );
  if (!has('go', 'version')) {
    throw new SetupError(
      'Go is missing: install any version from 1.21 on from your distribution or go.dev/dl, then start again; the exact version is fetched by it',
    );
  }
}

function sandbox() {
  const done = () => has('bwrap');
  step('bubblewrap, the sandbox that answers run in', done, () =>
    systemPackages(['bubblewrap'], 'bubblewrap is missing, which grading needs'),
  );
}

function temporal() {
  step('Temporal CLI with its Web UI (45 MB)', () => findTemporal() !== null, installTemporal);
}

/** Toolchain archives and helper programs; their own content decides what is to be done. */
function grader() {
  const prepared = run(node, [path.join(project, 'grading', 'toolchain', 'main.ts')], { stdio: ['ignore', 'inherit', 'pipe'] });
  if (!prepared.ok) throw new SetupError(prepared.output);
}

/** All that `npm start` and `npm test` need, each part only where it is missing. */
export function setUp() {
  platform();
  packages();
  compilers();
  sandbox();
  temporal();
  grader();
}
