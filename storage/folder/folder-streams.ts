import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { entriesOf } from '../files/entries.ts';
import { readIfThere } from '../files/read.ts';
import { ifThere } from '../storage-error.ts';
import type { GrowingStream, StreamReader, Streams, StreamWriter } from '../store/streams.ts';
import { FileReader } from './file-reader.ts';
import { PartialFile } from './partial-file.ts';

const growingEnd = '.partial';

/**
 * A stream is a file that is appended to, `KEY.partial`, and called `KEY` when it has ended. Its keys end in `.jsonl`.
 * A line survives the death of its process at once, and a loss of power after a second.
 */
export class FolderStreams implements Streams {
  readonly lookEveryMs = 200;
  readonly trouble = null;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async begin(key: string, lines: readonly string[]): Promise<StreamWriter | null> {
    const ended = this.#file(key);
    const file = await PartialFile.create(ended + growingEnd, lines);
    if (file === null) return null;
    // without a file to rename, another process had no more use for the stream
    const finish = async () => void (await ifThere(() => file.finish(ended)));
    return { append: (line) => file.append(line), finish, close: () => file.close() };
  }

  async list(prefix: string): Promise<string[]> {
    const names = (await entriesOf(this.#file(prefix))).map(({ name }) => name.replace(/\.partial$/, ''));
    return names.filter((name) => name.endsWith('.jsonl')).map((name) => path.posix.join(prefix, name));
  }

  async growing(prefix: string): Promise<GrowingStream[]> {
    const found: GrowingStream[] = [];
    for (const { name: folder } of await entriesOf(this.#file(prefix))) {
      for (const { name } of await entriesOf(this.#file(path.posix.join(prefix, folder)))) {
        if (!name.endsWith(`.jsonl${growingEnd}`)) continue;
        const key = path.posix.join(prefix, folder, name.slice(0, -growingEnd.length));
        const stats = await ifThere(() => stat(this.#file(key) + growingEnd));
        if (stats) found.push({ key, since: stats.birthtimeMs });
      }
    }
    return found.sort((one, other) => other.since - one.since);
  }

  async lines(key: string): Promise<string[] | null> {
    // in this order: it may be renamed meanwhile
    const text = readIfThere(this.#file(key) + growingEnd) ?? readIfThere(this.#file(key));
    return text === null ? null : text.split('\n').slice(0, -1);
  }

  async follow(key: string): Promise<StreamReader | null> {
    return await FileReader.open(this.#file(key) + growingEnd);
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) for (const end of ['', growingEnd]) await rm(this.#file(key) + end, { force: true });
  }

  #file(key: string): string {
    return path.join(this.#folder, key);
  }
}
