import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { StackProcess, StackState } from '../../storage/stack-state.ts';
import { newHome } from '../e2e/new-home.ts';
import type { Outcome } from '../e2e/stack.ts';
import { until } from '../e2e/waiting.ts';

const main = path.resolve(import.meta.dirname, '..', '..', 'cli', 'main.ts');

/** A host that has a state folder and workers of its own. */
export class Host {
  readonly home = newHome();
  private readonly env: Record<string, string>;
  private worker: Promise<unknown> | null = null;

  constructor(env: Record<string, string>) {
    this.env = { ...env, SPECGEN_HOME: this.home };
  }

  private command(args: string[]): [string, string[]] {
    return [process.execPath, [main, ...args]];
  }

  async specgen(...args: string[]): Promise<Outcome> {
    return await execa(...this.command(args), { env: this.env, reject: false });
  }

  /** A command that serves until it is killed; returns once it says that it does. */
  async serve(...args: string[]): Promise<{ kill: () => boolean }> {
    const child = execa(...this.command(args), { env: this.env, reject: false });
    await once(child.stdout, 'data');
    return { kill: () => child.kill() };
  }

  /** A command of Temporal's own CLI. */
  async temporal(...args: string[]): Promise<Outcome> {
    return await execa(process.env.TEMPORAL_CLI ?? 'temporal', args, { env: this.env, reject: false });
  }

  /** Starts its workers, as by hand or by systemd. */
  start(queues: string): void {
    this.worker = execa(...this.command(['worker', '--queues', queues]), {
      env: this.env,
      reject: false,
      stdout: 'ignore',
      stderr: 'ignore',
    });
  }

  /** Workers that run now. */
  processes(): StackProcess[] {
    return this.state()?.processes ?? [];
  }

  private state(): StackState | null {
    try {
      return JSON.parse(readFileSync(path.join(this.home, 'run', 'stack.json'), 'utf8')) as StackState;
    } catch {
      return null;
    }
  }

  /** All its workers, so many, poll. */
  untilReady(count: number): Promise<void> {
    return until(() => this.processes().filter(({ state }) => state === 'ready').length === count);
  }

  /** As when the power goes: the supervisor first, so that it starts nothing again. */
  kill(): void {
    const state = this.state();
    for (const { pid } of state ? [state.supervisor, ...state.processes] : []) signalled(pid, 'SIGKILL');
  }

  /** In order: what is in hand is handed over. */
  async stop(): Promise<void> {
    const state = this.state();
    if (state) signalled(state.supervisor.pid, 'SIGTERM');
    await this.worker;
  }

  remove(): void {
    this.kill();
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** One that has ended meanwhile needs none. */
function signalled(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it is gone
  }
}
