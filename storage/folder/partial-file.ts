import { type FileHandle, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { ensureFolder, syncFolder } from '../files/folder.ts';
import { explained } from '../storage-error.ts';

const syncEveryMs = 1000;

/**
 * A file of lines that grows while a stream runs and is renamed when it ends. Each line is one write, which survives the
 * death of this process; the disk is synced at most once a second and at the end, so that a loss of power costs a
 * second. (A sync for each line takes 4 ms on a common SSD and would be the limit of fast streams.)
 */
export class PartialFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #length = 0;
  #timer: NodeJS.Timeout | null = null;
  #failed: Error | null = null;

  private constructor(file: string, handle: FileHandle) {
    this.path = file;
    this.#handle = handle;
  }

  /** Creates the file with its first lines, durably; null where it exists already. */
  static async create(file: string, lines: readonly string[]): Promise<PartialFile | null> {
    return explained(file, async () => {
      await ensureFolder(path.dirname(file));
      const handle = await createdOnly(file);
      if (!handle) return null;
      const partial = new PartialFile(file, handle);
      await partial.append(lines.join('\n'));
      await partial.#sync();
      await syncFolder(path.dirname(file));
      return partial;
    });
  }

  /** Adds one line. To be awaited before the next; throws, too, when an earlier sync failed. */
  async append(line: string): Promise<void> {
    if (this.#failed) throw this.#failed;
    const bytes = Buffer.from(`${line}\n`);
    await explained(this.path, () => this.#write(bytes));
    this.#length += bytes.length;
    this.#timer ??= setTimeout(() => void this.#sync().catch((error: Error) => this.#fail(error)), syncEveryMs);
  }

  /** Closes the file under its final name, whole and synced. */
  async finish(name: string): Promise<void> {
    await this.close();
    await explained(this.path, async () => {
      await rename(this.path, name);
      await syncFolder(path.dirname(name));
    });
  }

  /** Syncs and closes, leaving the name as it is: the stream is not at its end. */
  async close(): Promise<void> {
    try {
      if (!this.#failed) await this.#sync();
    } finally {
      await this.#handle.close();
    }
    if (this.#failed) throw this.#failed;
  }

  /** A line that was written in part is taken back, so that no later one is glued to it. */
  async #write(bytes: Buffer): Promise<void> {
    try {
      await this.#handle.appendFile(bytes);
    } catch (error) {
      await this.#handle.truncate(this.#length).catch(() => this.#fail(error as Error));
      throw error;
    }
  }

  async #sync(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await explained(this.path, () => this.#handle.datasync());
  }

  #fail(error: Error): void {
    this.#failed ??= error;
  }
}

async function createdOnly(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'ax');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  }
}
