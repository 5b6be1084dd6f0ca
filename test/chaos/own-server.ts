import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { freePort } from '../e2e/waiting.ts';

const { OLLAMA_BIN = 'ollama', OLLAMA_PID } = process.env;

/** The environment of the server that this run was given: where its models are. */
function environmentOfServer(): Record<string, string> {
  if (!OLLAMA_PID) return {};
  const lines = readFileSync(`/proc/${OLLAMA_PID}/environ`, 'utf8').split('\0');
  const entries = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);
  return Object.fromEntries(entries.filter(([name]) => name === 'HOME' || name.startsWith('OLLAMA_')));
}

/** A real server over the same models, which may be killed; it keeps its port. */
export class OwnServer {
  readonly url: string;
  private readonly address: string;
  private child: (Promise<unknown> & { pid?: number | undefined }) | null = null;

  private constructor(port: number) {
    this.address = `127.0.0.1:${port}`;
    this.url = `http://${this.address}`;
  }

  static async start(): Promise<OwnServer> {
    const server = new OwnServer(await freePort());
    await server.start();
    return server;
  }

  private spawn() {
    const env = { ...environmentOfServer(), OLLAMA_HOST: this.address };
    // killed with its runners: a runner without its server is not what is tried here
    return execa(OLLAMA_BIN, ['serve'], { env, stdio: 'ignore', reject: false, detached: true });
  }

  async start(): Promise<void> {
    this.child = this.spawn();
    const { pid } = this.child;
    while (!(await fetch(`${this.url}/api/version`).catch(() => null))?.ok) {
      if (!pid || !isRunning(pid)) throw new Error(`"${OLLAMA_BIN} serve" was expected to listen at ${this.address}, but has ended`);
      await pause(50);
    }
  }

  /** kill -9 of the server and its runners, and a new server at the same port. */
  async restart(): Promise<void> {
    const killed = this.child;
    this.end();
    await killed;
    await this.start();
  }

  end(): void {
    if (this.child?.pid) process.kill(-this.child.pid, 'SIGKILL');
    this.child = null;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
