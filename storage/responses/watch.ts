import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '../store/store.ts';
import type { StreamReader } from '../store/streams.ts';
import { type JournalLine, readJournal } from './journal-line.ts';
import { responsesPrefix } from './response-store.ts';

/** A response that is being written now. */
export interface WatchedStream {
  key: string;
  /** `sweep/model/level/sample` */
  trial: string;
}

/** Streams in hand, the one that was begun last first. A stream that a killed process left behind does not grow: see `linesOf`. */
export async function watchedStreams({ streams }: Store): Promise<WatchedStream[]> {
  const found = (await streams.growing(responsesPrefix)).map(async ({ key }) => {
    const [start] = readJournal((await streams.lines(key))?.slice(0, 1) ?? []);
    return start?.type === 'start' ? [{ key, trial: start.trial ?? '' }] : [];
  });
  return (await Promise.all(found)).flat();
}

/**
 * Lines of a journal as they are written, from its beginning; ends with the stream, with `signal`, or when nothing has
 * come for `silentMs`. A line is whole before it is told.
 */
export async function* linesOf({ streams }: Store, key: string, signal: AbortSignal, silentMs: number): AsyncGenerator<JournalLine> {
  const reader = await streams.follow(key);
  if (reader === null) return;
  const isAbandoned = async () => (await streams.list(path.posix.dirname(key))).includes(nextAttempt(key));
  try {
    yield* untilOver(
      reader,
      signal,
      streams.lookEveryMs,
      async (idleMs) => idleMs > silentMs || (await reader.isOver()) || (await isAbandoned()),
    );
  } finally {
    await reader.close();
  }
}

/** Once there is another attempt at the same response, the process of this one is gone. */
const nextAttempt = (key: string): string => key.replace(/attempt-(\d+)\.jsonl$/, (_, number) => `attempt-${Number(number) + 1}.jsonl`);

/** `isOver` is asked whenever nothing new is there. */
async function* untilOver(
  reader: StreamReader,
  signal: AbortSignal,
  lookEveryMs: number,
  isOver: (idleMs: number) => Promise<boolean>,
): AsyncGenerator<JournalLine> {
  let last = performance.now();
  for (let over = false; !signal.aborted; ) {
    const lines = await reader.read();
    if (lines.length > 0) {
      last = performance.now();
      yield* readJournal(lines);
      continue;
    }
    // what was written between the last look and the end is read before it is over
    if (over) return;
    over = await isOver(performance.now() - last);
    if (!over) await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}
