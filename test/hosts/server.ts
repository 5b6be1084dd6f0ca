import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';

/** A Temporal server that is nobody's stack, on a given port of all addresses. */
export class TemporalServer {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'specgen-server-'));
  private readonly command: string[];
  private child: ReturnType<typeof TemporalServer.spawn> | null = null;

  constructor(port: number) {
    const place = ['--ip', '0.0.0.0', '--port', `${port}`, '--headless', '--db-filename', path.join(this.folder, 'temporal.db')];
    const pragmas = ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'];
    this.command = [process.env.TEMPORAL_CLI ?? 'temporal', 'server', 'start-dev', ...place, ...pragmas, '--log-level', 'error'];
  }

  private static spawn([first = '', ...rest]: string[]) {
    return execa(first, rest, { reject: false, stdout: 'ignore', stderr: 'ignore' });
  }

  start(): void {
    this.child = TemporalServer.spawn(this.command);
  }

  /** Throws where it does not run. */
  get pid(): number {
    if (this.child?.pid === undefined) throw new Error('the server has not been started');
    return this.child.pid;
  }

  /** A profile file as users have it. */
  profile(address: string, namespace: string): string {
    const file = path.join(this.folder, 'temporal.toml');
    writeFileSync(file, `[profile.default]\naddress = "${address}"\nnamespace = "${namespace}"\n`);
    return file;
  }

  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.child;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
