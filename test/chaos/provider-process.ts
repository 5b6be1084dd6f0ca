import { once } from 'node:events';
import path from 'node:path';
import { execa } from 'execa';

const program = path.join(import.meta.dirname, 'provider.ts');

const spawn = ({ ip, port, book }: Provider) =>
  execa(process.execPath, [program, ip, `${port}`, book], {
    reject: false,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  });

type Spawned = ReturnType<typeof spawn>;

/** The provider's process, which keeps its address when it is started again. */
export class Provider {
  readonly ip: string;
  readonly port: number;
  readonly book: string;
  private child: Spawned | null = null;

  constructor(ip: string, port: number, book: string) {
    this.ip = ip;
    this.port = port;
    this.book = book;
  }

  get url(): string {
    return `http://${this.ip}:${this.port}`;
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
