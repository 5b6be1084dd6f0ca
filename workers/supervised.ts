import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { startOfProcess } from '../storage/process-start.ts';
import type { StackProcess } from '../storage/stack-state.ts';

export interface Program {
  name: string;
  command: string;
  arguments: string[];
  env: Record<string, string>;
  /** What the program prints when it works. */
  readyLine: RegExp;
}

const firstPauseMs = 300;
const longestPauseMs = 10_000;
/** Trials wait for a program that had begun to work. */
const longestPauseAfterWorkMs = 1000;
/** A program that lived this long begins anew with the shortest pause. */
const steadyMs = 30_000;
/** A program that was never ready and ends this often will not become so. */
const hopelessAfter = 4;

function start(program: Program, logs: string) {
  const log = { file: path.join(logs, `${program.name}.log`), append: true } as const;
  return execa(program.command, program.arguments, {
    env: program.env,
    extendEnv: false,
    reject: false,
    buffer: false,
    // a signal of the terminal is for the supervisor, which ends its programs in order
    detached: true,
    forceKillAfterDelay: 10_000,
    stdout: ['pipe', log],
    stderr: log,
  });
}

/** Keeps one program running until told to stop; what it prints goes to its log. */
export class Supervised {
  readonly program: Program;
  private readonly logs: string;
  private readonly changed: (line: string) => void;
  private readonly hopeless: (why: string) => void;
  private child: { pid?: number | undefined; kill: (signal: 'SIGTERM') => boolean } | null = null;
  private ready = false;
  private stopping = false;
  private pauseMs = firstPauseMs;
  private running: Promise<void> | null = null;
  private endsBeforeReady: number | null = 0;

  /** `changed` hears of each start, readiness and end, in words; `hopeless`, once, why it cannot be made to run. */
  constructor(program: Program, logs: string, changed: (line: string) => void, hopeless: (why: string) => void) {
    this.program = program;
    this.logs = logs;
    this.changed = changed;
    this.hopeless = hopeless;
  }

  run(): void {
    this.running = this.keepRunning();
  }

  /** Null between an end and the next start. */
  state(): StackProcess | null {
    const pid = this.child?.pid;
    const started = pid === undefined ? null : startOfProcess(pid);
    if (pid === undefined || started === null) return null;
    return { name: this.program.name, pid, started, state: this.ready ? 'ready' : 'starting' };
  }

  private markReady(): void {
    this.ready = true;
    this.endsBeforeReady = null;
    this.changed(`${this.program.name} ready`);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.child?.kill('SIGTERM');
    await this.running;
  }

  private async keepRunning(): Promise<void> {
    while (!this.stopping) {
      const startedAt = performance.now();
      const child = start(this.program, this.logs);
      this.child = child;
      this.changed(`${this.program.name} started`);
      void this.watchForReadiness(child.iterable());
      const end = await child;
      const worked = this.ready;
      this.ready = false;
      if (this.stopping) return;
      if (performance.now() - startedAt > steadyMs) this.pauseMs = firstPauseMs;
      const pauseMs = Math.min(this.pauseMs, worked ? longestPauseAfterWorkMs : longestPauseMs);
      const how = end.signal ?? (end.exitCode === undefined ? end.originalMessage : `status ${end.exitCode}`);
      if (this.endsBeforeReady !== null && ++this.endsBeforeReady >= hopelessAfter) return this.hopeless(this.lastWords(`${how}`));
      this.changed(`${this.program.name} ended (${how}); starting it again in ${pauseMs / 1000} s`);
      await delay(pauseMs);
      this.pauseMs = Math.min(longestPauseMs, this.pauseMs * 2);
    }
  }

  /** What its log ends with tells more than how it ended. */
  private lastWords(how: string): string {
    const file = path.join(this.logs, `${this.program.name}.log`);
    const said = readFileSync(file, 'utf8').trimEnd().split('\n');
    const error = said.findLast((line) => /^\w*Error: /.test(line))?.replace(/^\w*Error: /, '') ?? said.at(-1);
    return `${this.program.name} does not start (${how}): ${error || 'it said nothing'} (log: ${file})`;
  }

  private async watchForReadiness(lines: AsyncIterable<string>): Promise<void> {
    for await (const line of lines) if (this.program.readyLine.test(line)) this.markReady();
  }
}
