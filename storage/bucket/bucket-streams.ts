import { sideBySide } from '../side-by-side.ts';
import type { GrowingStream, StreamReader, Streams, StreamWriter } from '../store/streams.ts';
import type { Objects } from './objects.ts';
import { SegmentReader } from './segment-reader.ts';
import { SegmentWriter } from './segment-writer.ts';
import { readSegmentKey, segmentKey, streamPrefix } from './segments.ts';

const readAtOnce = 16;

/**
 * A stream is a row of segments, objects that are never rewritten: another host goes on from the last one after the host that
 * wrote them is gone. What survives is all but the last five seconds.
 */
export class BucketStreams implements Streams {
  readonly lookEveryMs = 1000;
  trouble: Error | null = null;
  readonly #objects: Objects;

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  async begin(key: string, lines: readonly string[]): Promise<StreamWriter | null> {
    const stream = streamPrefix(key);
    const first = await this.#objects.putNew(segmentKey(stream, 1, false), lines.map((line) => `${line}\n`).join(''));
    if (!first) return null;
    return new SegmentWriter(this.#objects, stream, (trouble) => {
      this.trouble = trouble;
    });
  }

  async list(prefix: string): Promise<string[]> {
    const names = await this.#objects.names(`${streamPrefix(prefix)}/`);
    return names.filter((name) => name.endsWith('.jsonl/')).map((name) => `${prefix}/${name.slice(0, -1)}`);
  }

  async growing(prefix: string): Promise<GrowingStream[]> {
    const growing = new Map<string, number>();
    for (const { key, changed } of await this.#objects.list(`${streamPrefix(prefix)}/`)) {
      const segment = readSegmentKey(key);
      if (segment?.isEnd) growing.delete(segment.stream);
      else if (segment && !growing.has(segment.stream)) growing.set(segment.stream, changed);
    }
    return [...growing].map(([key, since]) => ({ key, since })).sort((one, other) => other.since - one.since);
  }

  /** Behind a segment that is missing nothing is trusted. */
  async lines(key: string): Promise<string[] | null> {
    const segments = (await this.#objects.list(`${streamPrefix(key)}/`)).filter(
      ({ key: at }, index) => readSegmentKey(at)?.number === index + 1,
    );
    if (segments.length === 0) return null;
    const texts = new Array<string>(segments.length);
    await sideBySide([...segments.entries()], readAtOnce, async ([index, { key: at }]) => {
      texts[index] = (await this.#objects.get(at)) ?? '';
    });
    return texts.join('').split('\n').slice(0, -1);
  }

  async follow(key: string): Promise<StreamReader | null> {
    const reader = new SegmentReader(this.#objects, streamPrefix(key));
    return (await reader.isOver()) ? null : reader;
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#objects.remove((await this.#objects.list(`${streamPrefix(key)}/`)).map(({ key: at }) => at));
  }
}
