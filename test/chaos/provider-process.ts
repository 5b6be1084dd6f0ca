import { once } from 'node:events';
import path from 'node:path';
import { execa } from 'execa';

const program = path.join(import.meta.dirname, 'provider.ts');

const spawn = ({ port, book, environment }: Provider) =>
  execa(process.execPath, [program, `${port}`, book], {
    reject: false,
    env: environment,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  });

type Spawned = ReturnType<typeof spawn>;

/** The provider's process, which keeps its port when it is started again. */
export class Provider {
  readonly port: number;
  readonly book: string;
  readonly environment: Record<string, string>;
  private child: Spawned | null = null;

  constructor(port: number, book: string, environment: Record<string, string> = {}) {
    this.port = port;
    this.book = book;
    this.environment = environment;
  }

  async start(): Promise<void> {
    // one that was killed has to be gone before its port is free
    await this.child;
    this.child = spawn(this);
    await once(this.child.stdout, 'data');
  }

  kill(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }
}
