import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';

/** A folder of entries, each a folder under its key, that drops what was used longest ago when it grows too large. */
export class BoundedCache {
  readonly #folder: string;
  readonly #mostBytes: number;
  readonly #toSweep: number;
  #puts = 0;

  /** Looks at its size at the first and at every `toSweep`th new entry. */
  constructor(folder: string, mostBytes: number, toSweep = 50) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
    this.#toSweep = toSweep;
  }

  /** The folder of an entry, or undefined; an entry that was asked for is kept longer. */
  async get(key: string): Promise<string | undefined> {
    const entry = path.join(this.#folder, key);
    const now = new Date();
    return utimes(entry, now, now).then(
      () => entry,
      () => undefined,
    );
  }

  /** Makes an entry: `fill` gets an empty folder that other users may enter, which appears under the key when it is done. Who comes first wins. */
  async put(key: string, fill: (folder: string) => Promise<void>): Promise<string> {
    await mkdir(this.#folder, { recursive: true });
    if (this.#puts++ % this.#toSweep === 0) await this.#sweep();
    const part = await mkdtemp(path.join(this.#folder, 'part-'));
    const entry = path.join(this.#folder, key);
    await chmod(part, 0o711);
    try {
      await fill(part);
      await rename(part, entry);
    } catch (error) {
      await rm(part, { recursive: true, force: true });
      if (!isTaken(error)) throw error;
    }
    return entry;
  }

  async remove(key: string): Promise<void> {
    await rm(path.join(this.#folder, key), { recursive: true, force: true });
  }

  async #sweep(): Promise<void> {
    const entries = await Promise.all((await readdir(this.#folder)).map((name) => this.#measure(name)));
    entries.sort((a, b) => b.usedMs - a.usedMs);
    let total = 0;
    for (const { name, bytes } of entries) {
      total += bytes;
      if (total > this.#mostBytes) await this.remove(name);
    }
  }

  async #measure(name: string): Promise<{ name: string; bytes: number; usedMs: number }> {
    const entry = path.join(this.#folder, name);
    const status = await stat(entry).catch(() => undefined);
    const files = status ? await readdir(entry, { recursive: true }).catch(() => []) : [];
    const sizes = await Promise.all(
      files.map((file) =>
        stat(path.join(entry, file)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return { name, bytes: sizes.reduce((sum, size) => sum + size, 0), usedMs: status?.mtimeMs ?? 0 };
  }
}

function isTaken(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOTEMPTY' || code === 'EEXIST';
}
