import { chmod, chown, mkdir, rename, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SourceFile } from '../../core/level.ts';
import type { Context } from '../context.ts';
import type { Slot } from '../sandbox/slots.ts';
import { withWorkFolder } from '../sandbox/work-folder.ts';
import { buildBox, buildWallLimitMs } from './box.ts';
import { buildScript, type Compilation, type Linking } from './script.ts';

const mostOutput = 60 << 10;
const neededFreeBytes = 64 << 20;

/** A folder for one build: sources go in, archives and programs come out. Paths are those that the compiler sees. */
export class Workshop {
  readonly go: string;
  readonly sources: string;
  readonly products: string;
  readonly #context: Context;
  readonly #slot: Slot;
  readonly #folder: string;

  private constructor(context: Context, slot: Slot, folder: string) {
    this.#context = context;
    this.#slot = slot;
    this.#folder = folder;
    this.go = context.sandbox.place('/go', context.toolchain.folder);
    this.sources = context.sandbox.place('/src', path.join(folder, 'src'));
    this.products = context.sandbox.place('/out', path.join(folder, 'out'));
  }

  /** Opens a workshop for `work` and removes it afterwards. */
  static open<Result>(context: Context, slot: Slot, work: (workshop: Workshop) => Promise<Result>): Promise<Result> {
    return withWorkFolder(async (folder) => {
      await mkdir(path.join(folder, 'src'));
      await mkdir(path.join(folder, 'out'), { mode: 0o700 });
      const user = context.sandbox.userOf(slot.number);
      if (user !== undefined) await chown(path.join(folder, 'out'), user, user);
      return work(new Workshop(context, slot, folder));
    });
  }

  /** Lays files below a folder of the sources; returns their paths as the compiler sees them. */
  async lay(below: string, files: SourceFile[]): Promise<string[]> {
    for (const file of files) {
      const target = path.join(this.#folder, 'src', below, file.path);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, file.content);
    }
    return files.map((file) => path.posix.join(this.sources, below, file.path));
  }

  /** What a command in a box must see to read the sources. */
  get readable(): Record<string, string> {
    return { '/go': this.#context.toolchain.folder, '/src': path.join(this.#folder, 'src') };
  }

  /**
   * Runs build steps; resolves to the exit status of the step that failed, or 0, and what the compiler said.
   * `archives` are further folders to read from, by their path inside. Throws when the disk is full.
   */
  async build(steps: (Compilation | Linking)[], archives: Record<string, string> = {}): Promise<{ exitCode: number; output: string }> {
    const [script] = await this.lay('.', [{ path: 'build.sh', content: buildScript(this.go, steps) }]);
    const box = buildBox({ ...this.readable, ...archives }, { '/out': path.join(this.#folder, 'out') });
    const done = await this.#context.sandbox.run(box, { argv: ['/bin/sh', script!], wallLimitMs: buildWallLimitMs }, this.#slot.number);
    if (done.wallLimit)
      throw new Error(`A build was expected to end within ${buildWallLimitMs / 1000} s; this machine is too busy. Try again.`);
    if (done.exitCode !== 0) await this.#expectRoom();
    return { exitCode: done.exitCode, output: done.stdout.replaceAll(`${this.sources}/`, '').slice(0, mostOutput) };
  }

  /** Moves a product out of the workshop, as a file that nobody can write. */
  async take(product: string, target: string): Promise<void> {
    const made = path.join(this.#folder, 'out', product);
    await rename(made, target);
    if (process.getuid?.() === 0) await chown(target, 0, 0);
    await chmod(target, 0o555);
  }

  async #expectRoom(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize >= neededFreeBytes) return;
    throw new Error(`Builds need ${neededFreeBytes >> 20} MiB of free disk space below ${this.#folder}, which has less. Free some.`);
  }
}
