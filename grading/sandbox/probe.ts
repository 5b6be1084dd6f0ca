import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { GradingFault } from '../grading-fault.ts';
import type { Toolchain } from '../toolchain/toolchain.ts';
import type { Box } from './box.ts';
import type { Command, Outcome } from './process.ts';

/** Runs a command in a box as a slot's user. */
export type Run = (box: Box, command: Command, slot: number) => Promise<Outcome>;

const install = 'sudo apt-get install -y bubblewrap';

/** Debian and Ubuntu keep user namespaces from users by one of these; the other one is not there. */
const allow =
  'sudo sysctl -e -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0 user.max_user_namespaces=15000';

const otherwise = 'or grade without a sandbox by --unsafe-no-sandbox';

/** The path of bubblewrap. Throws when it is not installed. */
export async function findBubblewrap(): Promise<string> {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const file = path.join(folder, 'bwrap');
    if (path.isAbsolute(file) && (await isProgram(file))) return file;
  }
  throw new GradingFault(`answers are graded in a sandbox, which needs bubblewrap; no "bwrap" is on PATH (${otherwise})`, install);
}

function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

const probeBox: Box = {
  ...{ readable: {}, writable: {}, system: false, temporaryMiB: 16, environment: { GOMAXPROCS: '2' } },
  limits: { cpuSeconds: 5, memoryMiB: 1024, fileMiB: 16, openFiles: 256 },
};

/** Starts a program exactly as answers are started. Throws when that fails. */
export async function probe(run: Run, toolchain: Toolchain): Promise<void> {
  await expectReachable(toolchain.folder);
  const found = await startFault(run, '/go', toolchain, probeBox, 0);
  if (found) throw new GradingFault(`answers are graded in a sandbox, but bubblewrap cannot make one here: ${found} (${otherwise})`, allow);
}

/**
 * Runs commands by `run`, but does not take its word when it looks as if a command never started: then a program of our
 * own is started in the same box. When that fails too, it throws; else the command runs once more and that counts.
 */
export function watched(run: Run, go: string, toolchain: Toolchain): Run {
  return async (box, command, slot) => {
    const done = await run(box, command, slot);
    if (!/^(bwrap|launch): /.test(done.stderr)) return done;
    const found = await startFault(run, go, toolchain, box, slot);
    if (found) throw new Error(`A program was expected to start in the sandbox, but: ${found}`);
    return run(box, command, slot);
  };
}

async function startFault(run: Run, go: string, toolchain: Toolchain, box: Box, slot: number): Promise<string | undefined> {
  const tried = { ...box, readable: { ...box.readable, '/go': toolchain.folder }, limits: probeBox.limits };
  const done = await run(tried, { argv: [`${go}/gosource`], input: Buffer.from('{}'), wallLimitMs: 60_000 }, slot);
  if (done.exitCode === 0 && done.stdout.startsWith('{')) return undefined;
  return done.stderr.trim() || `exit status ${done.exitCode}`;
}

/** As root, answers run as users of their own, who have to reach what is mounted for them. */
async function expectReachable(folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    if (((await stat(at)).mode & 0o001) !== 0) continue;
    throw new GradingFault(`as root, answers are graded as users without rights, who cannot enter ${at}`, `chmod o+x ${at}`);
  }
}
