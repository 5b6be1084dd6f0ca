import { constants } from 'node:os';
import { execa } from 'execa';

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

const outputBytes = 1 << 20;

/**
 * Runs a command to its end, with `environment` and nothing of ours. Throws only when it cannot be started: that is a
 * fault of the harness.
 */
export async function runProcess(command: Command, environment: Record<string, string>): Promise<Outcome> {
  const [file, ...args] = command.argv;
  const more = command.nonce === undefined ? [] : ['pipe' as const, Buffer.from(`${command.nonce}\n`)];
  const done = await execa(file!, args, {
    ...{ cwd: '/', extendEnv: false, env: environment, reject: false, stripFinalNewline: false },
    stdio: [command.input ?? 'ignore', 'pipe', 'pipe', ...more],
    ...{ encoding: 'latin1', maxBuffer: outputBytes, timeout: command.wallLimitMs, killSignal: 'SIGKILL' },
  });
  const exitCode = done.exitCode ?? (done.signal && 128 + constants.signals[done.signal]);
  if (exitCode === undefined && !done.timedOut && !done.isMaxBuffer) {
    throw new Error(`${file} was expected to start, but: ${done.shortMessage ?? 'it did not'}`);
  }
  return {
    exitCode: exitCode ?? 128 + constants.signals.SIGKILL,
    ...{ stdout: text(done.stdio[1]), stderr: text(done.stdio[2]), result: text(done.stdio[3]) },
    ...{ outputLimit: done.isMaxBuffer, wallLimit: done.timedOut },
  };
}

/** Bytes came as Latin-1, so that a limit counts bytes and nothing is lost; here they become text. */
function text(bytes: unknown): string {
  return typeof bytes === 'string' ? Buffer.from(bytes, 'latin1').toString('utf8') : '';
}
