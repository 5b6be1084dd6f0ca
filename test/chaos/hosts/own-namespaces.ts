import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { undoing } from '../../../bench/measure/ending.ts';
import type { Sum } from '../storm-rounds.ts';

const program = path.join(import.meta.dirname, 'main.ts');

/** The kernel ends every process in them, and with these the networks, as soon as the command does, however it ends. */
const namespaces = ['--fork', '--kill-child', '--pid', '--mount-proc', '--net'];

/** A first process that waits for those whose parents have been killed; what libfaketime leaves in shared memory ends with them, too. */
const init = ['sh', '-c', 'mount -t tmpfs tmpfs /dev/shm && "$@"; exit $?', 'init'];

/** Rounds over three hosts, each a network namespace. */
export async function hostRounds(rounds: number, seed: string): Promise<Sum> {
  if (process.getuid?.() !== 0) throw new Error('--hosts makes network namespaces, expected to run as root for that; use sudo');
  const folder = mkdtempSync(path.join(tmpdir(), 'specgen-chaos-hosts-'));
  // answers are graded as users without rights, who must be able to enter it
  chmodSync(folder, 0o755);
  const sum = path.join(folder, 'sum.json');
  const command = [...namespaces, ...init, process.execPath, program, `${rounds}`, seed, sum];
  const child = execa('unshare', command, { stdio: 'inherit', reject: false, env: { TMPDIR: folder } });
  const undo = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  };
  return undoing(undo, async () => {
    const { exitCode } = await child;
    return exitCode === 0 ? (JSON.parse(readFileSync(sum, 'utf8')) as Sum) : { passed: 0, failed: 1 };
  });
}
