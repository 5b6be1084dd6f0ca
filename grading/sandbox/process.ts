import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Toolchain } from '../toolchain/toolchain.ts';

/** A command and how long it may take. */
export interface Command {
  argv: string[];
  /** Standard input. */
  input?: Uint8Array;
  /** Written to descriptor 4; with it, descriptor 3 is read. */
  nonce?: string;
  wallLimitMs: number;
}

/** What a process did, success or not; every field is always there. */
export interface Outcome {
  /** Exit status; 128 + n when signal n ended it. */
  exitCode: number;
  stdout: string;
  stderr: string;
  /** What came over descriptor 3. */
  result: string;
  /** Ended because it wrote more than the limit. */
  outputLimit: boolean;
  /** Ended by the wall-clock limit. */
  wallLimit: boolean;
}

/** What `spawn` answers (`grading/go/cmd/spawn`); byte strings are base64, empty ones null. */
interface Ended extends Pick<Outcome, 'exitCode' | 'outputLimit' | 'wallLimit'> {
  id: number;
  failure?: string;
  stdout: string | null;
  stderr: string | null;
  result: string | null;
}

interface Waiting {
  file: string;
  resolve: (outcome: Outcome) => void;
  reject: (error: Error) => void;
}

const outputBytes = 1 << 20;

/**
 * Runs commands to their end by a small process of its own, `spawn`, that is started with the first one and ends with
 * this process: to start one from here would copy this large process's page tables, which takes longer than most runs.
 */
export class Processes {
  private readonly program: string;
  private child: ChildProcess | undefined;
  private last = 0;
  private readonly waiting = new Map<number, Waiting>();

  constructor(toolchain: Toolchain) {
    this.program = path.join(toolchain.folder, 'spawn');
  }

  /**
   * Runs a command to its end, with `environment` and nothing of ours. Rejects only when it cannot be started or what
   * became of it is not known: that is a fault of the harness.
   */
  run({ argv, input, nonce, wallLimitMs }: Command, environment: Record<string, string>): Promise<Outcome> {
    this.child ??= this.start();
    const id = ++this.last;
    const env = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    const request = { id, argv, env, input: input && Buffer.from(input).toString('base64'), nonce, wallLimitMs, outputBytes };
    this.child.ref();
    this.child.stdin?.write(`${JSON.stringify(request)}\n`);
    return new Promise((resolve, reject) => this.waiting.set(id, { file: argv[0]!, resolve, reject }));
  }

  /** Keeps this process alive only while a command runs. */
  private start(): ChildProcess {
    const child = spawn(this.program, [], { cwd: '/', env: {}, stdio: ['pipe', 'pipe', 'inherit'] });
    for (const pipe of [child.stdin, child.stdout]) (pipe as unknown as { unref(): void }).unref();
    child.stdin.on('error', () => undefined); // its end is told by what follows
    createInterface({ input: child.stdout }).on('line', (line) => this.settle(JSON.parse(line) as Ended));
    child.once('error', (error) => this.lose(child, error.message));
    child.once('close', (code, signal) => this.lose(child, `it ended with ${signal ?? `status ${code}`}`));
    return child;
  }

  private settle(ended: Ended): void {
    const { file, resolve, reject } = this.waiting.get(ended.id)!;
    this.waiting.delete(ended.id);
    if (this.waiting.size === 0) this.child?.unref();
    const { failure, exitCode, outputLimit, wallLimit } = ended;
    const [stdout, stderr, result] = [ended.stdout, ended.stderr, ended.result].map(text) as [string, string, string];
    if (failure === undefined) resolve({ exitCode, stdout, stderr, result, outputLimit, wallLimit });
    else reject(new Error(`${file} was expected to start, but: ${failure}`));
  }

  /** The next command starts another, which a second word about this one must not end. */
  private lose(child: ChildProcess, why: string): void {
    if (this.child !== child) return;
    this.child = undefined;
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    for (const { file, reject } of lost) reject(new Error(`${file} was expected to end, but ${this.program} was lost: ${why}`));
  }
}

function text(bytes: string | null): string {
  return Buffer.from(bytes ?? '', 'base64').toString('utf8');
}
