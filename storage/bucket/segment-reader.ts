import type { StreamReader } from '../store/streams.ts';
import type { Objects } from './objects.ts';
import { readSegmentKey, segmentKey } from './segments.ts';

/** Reads the segments of a stream while another process adds to them. */
export class SegmentReader implements StreamReader {
  readonly #objects: Objects;
  readonly #stream: string;
  #last = 0;

  constructor(objects: Objects, stream: string) {
    this.#objects = objects;
    this.#stream = stream;
  }

  async read(): Promise<string[]> {
    const after = this.#last === 0 ? undefined : segmentKey(this.#stream, this.#last, false);
    const lines: string[] = [];
    for (const { key } of await this.#objects.list(`${this.#stream}/`, after)) {
      if (readSegmentKey(key)?.number !== this.#last + 1) continue;
      lines.push(...((await this.#objects.get(key)) ?? '').split('\n').slice(0, -1));
      this.#last += 1;
    }
    return lines;
  }

  /** Its last segment is there, or it was removed. */
  async isOver(): Promise<boolean> {
    const segments = await this.#objects.list(`${this.#stream}/`);
    return segments.length === 0 || segments.some(({ key }) => readSegmentKey(key)?.isEnd);
  }

  async close(): Promise<void> {
    // nothing is held
  }
}
