import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { StackProcess, StackState } from '../../storage/stack-state.ts';
import { processesWith } from '../chaos/processes.ts';
import { newHome } from '../e2e/new-home.ts';
import type { Outcome } from '../e2e/stack.ts';
import { until } from '../e2e/waiting.ts';

const main = path.resolve(import.meta.dirname, '..', '..', 'cli', 'main.ts');

/** A host that has a state folder and workers of its own. */
export class Host {
  readonly home = newHome();
  private readonly env: Record<string, string>;
  private readonly on: string[];
  private worker: ReturnType<typeof Host.spawn> | null = null;

  /** `on` precedes each of its commands: one that leads to another network, say. */
  constructor(env: Record<string, string>, on: string[] = []) {
    this.env = { ...env, SPECGEN_HOME: this.home };
    this.on = on;
  }

  private static spawn([command, args]: [string, string[]], env: Record<string, string>) {
    return execa(command, args, { env, reject: false, stdout: 'ignore', stderr: 'ignore' });
  }

  private command(args: string[]): [string, string[]] {
    const [first, ...rest] = [...this.on, process.execPath, main, ...args] as [string, ...string[]];
    return [first, rest];
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
    this.worker = Host.spawn(this.command(['worker', '--queues', queues]), this.env);
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

  /** To all its processes, whoever started them. */
  signal(signal: NodeJS.Signals): number {
    const pids = processesWith(`SPECGEN_HOME=${this.home}`);
    for (const pid of pids) signalled(pid, signal);
    return pids.length;
  }

  /** kill -9 of everything, as when the power goes: what was begun meanwhile, too. */
  kill(): void {
    while (this.signal('SIGKILL') > 0);
  }

  /** In order: what is in hand is handed over. */
  async stop(): Promise<void> {
    this.worker?.kill('SIGTERM');
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
