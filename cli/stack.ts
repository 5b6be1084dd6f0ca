import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { stateFolder } from '../grading/state-folder.ts';
import { isAlive } from '../storage/process-start.ts';
import type { StackState } from '../storage/stack-state.ts';
import { readStack, removeStack } from '../storage/stack-state.ts';
import { UserError } from './exit.ts';

const supervisor = path.join(import.meta.dirname, '..', 'workers', 'supervisor.ts');
const workers = ['orchestrator', 'generation', 'grading'];

/** The running stack, or null. */
export function runningStack(): StackState | null {
  const state = readStack(stateFolder());
  return state && isAlive(state.supervisor) ? state : null;
}

const isReady = (state: StackState): boolean =>
  workers.every((name) => state.processes.some((process) => process.name === name && process.state === 'ready'));

/** Processes that outlived their supervisor (it was killed) are ended before a new stack starts. */
export async function endLeftovers(): Promise<void> {
  const state = readStack(stateFolder());
  if (!state || isAlive(state.supervisor)) return;
  const left = state.processes.filter(isAlive);
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const process of left.filter(isAlive)) endProcess(process.pid, signal);
    if (await happens(() => !left.some(isAlive), 10_000)) break;
  }
  await removeStack(stateFolder());
}

/** One that has ended by itself meanwhile is as good. */
function endProcess(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function happens(met: () => boolean, limitMs: number): Promise<boolean> {
  for (const deadline = performance.now() + limitMs; performance.now() < deadline; await delay(50)) if (met()) return true;
  return met();
}

async function until(met: () => boolean, limitMs: number, otherwise: string): Promise<void> {
  if (!(await happens(met, limitMs)))
    throw new UserError(
      `${otherwise}; "npx specgen doctor" tells what is missing, ${path.join(stateFolder(), 'logs')} what the programs said`,
    );
}

/** Brings the stack up in the background, or finds it up; ready means that all workers poll. */
export async function bringUp(): Promise<{ state: StackState; started: boolean }> {
  const started = runningStack() === null;
  if (started) await startInBackground();
  await until(() => hasFailed() || readyStack() !== null, 120_000, 'the stack is not ready after two minutes');
  const state = readyStack();
  if (!state) throw new UserError(readStack(stateFolder())?.problem ?? 'the stack ended at once; see "specgen logs"');
  return { state, started };
}

const readyStack = (): StackState | null => {
  const state = runningStack();
  return state && isReady(state) ? state : null;
};

const hasFailed = (): boolean => {
  const state = readStack(stateFolder());
  return state !== null && state.problem !== null;
};

async function startInBackground(): Promise<void> {
  await endLeftovers();
  await removeStack(stateFolder());
  const logs = path.join(stateFolder(), 'logs');
  mkdirSync(logs, { recursive: true });
  // the shell opens the log, not a stream of this program: the stack outlives it
  const command = ['-c', 'exec "$0" "$1" >>"$2" 2>&1', process.execPath, supervisor, path.join(logs, 'supervisor.log')];
  const child = execa('sh', command, { detached: true, cleanup: false, stdio: 'ignore', reject: false });
  child.nodeChildProcess.unref();
}

/** Runs the stack, or the workers for some queues alone, in the foreground until a signal ends it. Returns its exit code. */
export async function runInForeground(queues?: string): Promise<number> {
  if (runningStack()) throw new UserError('the stack is up already, in the background; "specgen down" ends it');
  await endLeftovers();
  // the terminal's Ctrl-C is for the supervisor, which ends its programs in order; this one waits for it
  process.on('SIGINT', () => undefined);
  const child = execa(process.execPath, [supervisor, ...(queues ? [queues] : [])], { stdio: 'inherit', reject: false });
  // a service manager ends what it started when this one has ended: work must be handed over by then
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return (await child).exitCode ?? 0;
}

/** Ends the stack in order; open sweeps stay where they are and go on with the next start. */
export async function bringDown(): Promise<boolean> {
  await endLeftovers();
  const state = runningStack();
  if (!state) return false;
  process.kill(state.supervisor.pid, 'SIGTERM');
  await until(() => !isAlive(state.supervisor), 30_000, 'the stack does not end');
  return true;
}
