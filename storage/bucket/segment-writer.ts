import { StorageError } from '../storage-error.ts';
import type { StreamWriter } from '../store/streams.ts';
import type { Objects } from './objects.ts';
import { segmentKey } from './segments.ts';

const segmentMs = 5_000;
const segmentBytes = 64 << 10;
const retryMs = 2_000;

/**
 * Writes a stream as segments of five seconds or 64 KiB at most, each an object that is made once and never changed. While the
 * bucket does not answer, lines are held in memory and tried again, so that an outage costs no text that a model has given.
 */
export class SegmentWriter implements StreamWriter {
  readonly #objects: Objects;
  readonly #stream: string;
  readonly #tell: (trouble: Error | null) => void;
  #lines: string[] = [];
  #bytes = 0;
  #last = 1;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #failed: Error | null = null;
  /** A program that must stop waits for nobody. */
  #isClosing = false;

  /** `stream` is the prefix of its segments, of which the first is there; `tell` hears what keeps lines from being written, and null when they are. */
  constructor(objects: Objects, stream: string, tell: (trouble: Error | null) => void) {
    this.#objects = objects;
    this.#stream = stream;
    this.#tell = tell;
  }

  async append(line: string): Promise<void> {
    if (this.#failed) throw this.#failed;
    this.#lines.push(line);
    this.#bytes += Buffer.byteLength(line) + 1;
    if (this.#bytes >= segmentBytes) void this.#flush(false);
    else this.#timer ??= setTimeout(() => void this.#flush(false), segmentMs);
  }

  async finish(): Promise<void> {
    await this.#flush(true);
    if (this.#failed) throw this.#failed;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#flush(false);
    if (this.#failed) throw this.#failed;
  }

  /** One segment after another. */
  #flush(end: boolean): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(() => this.#segment(end));
    return this.#writing;
  }

  async #segment(end: boolean): Promise<void> {
    if (this.#failed || (this.#lines.length === 0 && !end)) return;
    const [lines, key] = [this.#lines, segmentKey(this.#stream, this.#last + 1, end)];
    [this.#lines, this.#bytes] = [[], 0];
    try {
      const made = await this.#patiently(() => this.#objects.putNew(key, lines.map((line) => `${line}\n`).join('')));
      if (!made) throw new Error(`${this.#objects.placeOf(key)} was made by another program; does one write this stream, too?`);
      this.#last += 1;
    } catch (error) {
      this.#failed = error as Error;
    }
  }

  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const done = await work();
        this.#tell(null);
        return done;
      } catch (error) {
        const isHeld = !this.#isClosing && error instanceof StorageError && error.trouble === 'unreachable';
        this.#tell(isHeld ? error : null);
        if (!isHeld) throw error;
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }
}
