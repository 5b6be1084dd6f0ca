import { globSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import type { ResponseMetadata } from '../../core/response.ts';
import type { StackState } from '../../storage/stack-state.ts';
import { newHome } from './new-home.ts';
import { freePort } from './waiting.ts';

const project = path.resolve(import.meta.dirname, '..', '..');

export interface Outcome {
  exitCode?: number | undefined;
  stdout: string;
  stderr: string;
}

/** A whole stack of its own: other ports, state and output than the user's, started and used by its commands. */
export class TestStack {
  readonly home: string;
  readonly output: string;
  private readonly env: Record<string, string>;
  private readonly address: string;

  private constructor(home: string, port: number, uiPort: number, env: Record<string, string>) {
    this.home = home;
    this.output = path.join(home, 'output');
    this.address = `127.0.0.1:${port}`;
    this.env = { SPECGEN_OUTPUT: this.output, ...env, SPECGEN_HOME: home, SPECGEN_UI_PORT: `${uiPort}`, TEMPORAL_ADDRESS: this.address };
  }

  /** `onPortOf` makes it want the port of another stack. */
  static async create(env: Record<string, string> = {}, onPortOf?: TestStack): Promise<TestStack> {
    const home = newHome();
    const port = onPortOf ? Number(onPortOf.address.split(':')[1]) : await freePort();
    return new TestStack(home, port, await freePort(), env);
  }

  /** A command of specgen, to its end. */
  async specgen(...args: string[]): Promise<Outcome> {
    return await execa(process.execPath, [path.join(project, 'cli', 'main.ts'), ...args], { env: this.env, reject: false, cwd: project });
  }

  /** A command of Temporal's own CLI. */
  async temporal(...args: string[]): Promise<Outcome> {
    const all = [...args, '--address', this.address];
    return await execa(process.env.TEMPORAL_CLI ?? 'temporal', all, { reject: false });
  }

  state(): StackState {
    return JSON.parse(readFileSync(path.join(this.home, 'run', 'stack.json'), 'utf8')) as StackState;
  }

  /** A command that must succeed. */
  async mustDo(...args: string[]): Promise<Outcome> {
    const outcome = await this.specgen(...args);
    if (outcome.exitCode !== 0) throw new Error(`specgen ${args.join(' ')}: ${outcome.stderr || outcome.stdout}`);
    return outcome;
  }

  /** What is stored of a sweep's responses beside their texts, by trial. */
  metadata(sweep: string): ResponseMetadata[] {
    const files = globSync(`${sweep}/*/*/*/metadata.json`, { cwd: this.output }).toSorted();
    return files.map((file) => JSON.parse(readFileSync(path.join(this.output, file), 'utf8')) as ResponseMetadata);
  }

  /** A signal to one program of the stack, kill -9 by default. */
  kill(name: string, signal: NodeJS.Signals = 'SIGKILL'): void {
    const found = this.state().processes.find((process) => process.name === name);
    if (!found) throw new Error(`${name} does not run`);
    process.kill(found.pid, signal);
  }

  /** kill -9 of everything, the supervisor first, as when the power goes. */
  killAll(): void {
    const { supervisor, processes } = this.state();
    for (const { pid } of [supervisor, ...processes]) process.kill(pid, 'SIGKILL');
  }

  async close(): Promise<void> {
    await this.specgen('down');
    rmSync(this.home, { recursive: true, force: true });
  }
}
