import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createText, writeText } from '../files/atomic.ts';
import { replaceDerived } from '../files/derived.ts';
import { entriesOf, filesBelow, removeEmpty } from '../files/entries.ts';
import { ensureFolder, syncFolder } from '../files/folder.ts';
import { endIfThere, readIfThere } from '../files/read.ts';
import { removeLeftovers, temporaryName } from '../files/temporary.ts';
import { explained } from '../storage-error.ts';
import type { Entry, Store } from '../store/store.ts';
import { found, packed, unpacked } from '../store/together.ts';
import { FolderStreams } from './folder-streams.ts';

/** A folder of this machine, or one that several hosts share by their file system: keys are paths. */
export class FolderStore implements Store {
  readonly place: string;
  readonly worthAtOnce = 1;
  readonly streams: FolderStreams;

  constructor(folder: string) {
    this.place = path.resolve(folder);
    this.streams = new FolderStreams(this.place);
  }

  async probe(): Promise<void> {
    await explained(this.place, () => ensureFolder(this.place));
  }

  placeOf(key: string): string {
    // keys are tidy paths already, and a report asks for tens of thousands of places
    return key === '' ? this.place : `${this.place}/${key}`;
  }

  async find(key: string): Promise<string | null> {
    return readIfThere(this.placeOf(key));
  }

  async findEnd(key: string, bytes: number): Promise<string | null> {
    return endIfThere(this.placeOf(key), bytes);
  }

  async write(key: string, text: string): Promise<void> {
    await writeText(this.placeOf(key), text);
  }

  async writeDerived(key: string, text: string): Promise<void> {
    replaceDerived(this.placeOf(key), text);
  }

  async create(key: string, text: string): Promise<boolean> {
    return await createText(this.placeOf(key), text);
  }

  /** By renaming a whole folder, which fails where another stands: of two writers the first wins. */
  async createTogether(key: string, texts: ReadonlyMap<string, string>): Promise<boolean> {
    const folder = this.placeOf(key);
    const temporary = temporaryName(folder);
    try {
      // side by side, since each waits for the disk
      await Promise.all([...texts].map(([name, text]) => writeText(path.join(temporary, name), text)));
      const first = await explained(folder, () => rename(temporary, folder).then(() => true, unlessBeaten));
      if (first) await syncFolder(path.dirname(folder));
      return first;
    } finally {
      // after the renaming there is none; before it, a full disk must not keep half of one
      await rm(temporary, { recursive: true, force: true });
    }
  }

  async findTogether<Name extends string>(key: string, names: readonly Name[]): Promise<Record<Name, string | null>> {
    // a copy of a bucket has them in one file
    const together = readIfThere(packed.keyOf(this.placeOf(key)));
    return together === null ? await found(this, key, names) : unpacked(together, names);
  }

  async list(prefix: string): Promise<string[]> {
    return (await filesBelow(this.placeOf(prefix))).map((name) => path.posix.join(prefix, name));
  }

  async entries(prefix: string): Promise<Entry[]> {
    return await entriesOf(this.placeOf(prefix));
  }

  async remove(keys: readonly string[], within?: string): Promise<void> {
    for (const key of keys) {
      await rm(this.placeOf(key), { force: true });
      if (within !== undefined) await removeEmpty(path.dirname(this.placeOf(key)), this.placeOf(within));
    }
  }

  async removeLeftovers(): Promise<number> {
    return await removeLeftovers(this.place);
  }
}

function unlessBeaten(error: NodeJS.ErrnoException): false {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  return false;
}
