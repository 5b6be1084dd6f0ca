import { once } from 'node:events';
import path from 'node:path';
import { execa } from 'execa';

const program = path.join(import.meta.dirname, 'provider.ts');

/** The provider's process, which keeps its port when it is started again. */
export class Provider {
  readonly port: number;
  readonly book: string;
  private child: ReturnType<typeof Provider.spawn> | null = null;

  constructor(port: number, book: string) {
    this.port = port;
    this.book = book;
  }

  private static spawn(port: number, book: string) {
    return execa(process.execPath, [program, `${port}`, book], { reject: false, stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' });
  }

  async start(): Promise<void> {
    // one that was killed has to be gone before its port is free
    await this.child;
    this.child = Provider.spawn(this.port, this.book);
    await once(this.child.stdout, 'data');
  }

  kill(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }
}
