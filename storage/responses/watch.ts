import { type FileHandle, glob, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ifThere } from '../storage-error.ts';
import { type JournalLine, readJournal } from './journal-line.ts';

/** A response that is being written on this machine now. */
export interface GrowingStream {
  file: string;
  /** `sweep/model/level/sample` */
  trial: string;
}

const lookEveryMs = 200;

/** Streams in hand, the one that was begun last first. A stream that a killed process left behind does not grow: see `linesOf`. */
export async function growingStreams(output: string): Promise<GrowingStream[]> {
  const found: (GrowingStream & { since: number })[] = [];
  for await (const name of glob('responses/*/attempt-*.jsonl.partial', { cwd: output })) {
    const file = path.join(output, name);
    const [stats, start] = [await ifThere(() => stat(file)), await firstLine(file)];
    if (stats && start?.type === 'start') found.push({ file, trial: start.trial ?? '', since: stats.birthtimeMs });
  }
  return found.sort((a, b) => b.since - a.since);
}

async function firstLine(file: string): Promise<JournalLine | undefined> {
  const lines = await ifThere(async () => {
    const handle = await open(file, 'r');
    try {
      return (await bytesFrom(handle, 0)).toString('utf8').split('\n');
    } finally {
      await handle.close();
    }
  });
  return readJournal(lines?.slice(0, 1) ?? [])[0];
}

const pieceBytes = 1 << 20;

async function bytesFrom(handle: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(pieceBytes), 0, pieceBytes, position);
  return buffer.subarray(0, bytesRead);
}

/**
 * Lines of a journal as they are written, from its beginning; ends with the stream, with `signal`, or when nothing has
 * come for `silentMs`. A line is whole before it is told.
 */
export async function* linesOf(file: string, signal: AbortSignal, silentMs: number): AsyncGenerator<JournalLine> {
  const handle = await ifThere(() => open(file, 'r'));
  if (handle === null) return;
  try {
    yield* wholeLines(handle, signal, async (idleMs) => idleMs > silentMs || (await isAbandoned(file)));
  } finally {
    await handle.close();
  }
}

/** Renamed at its end, or followed by another attempt at the same response: its process is gone. */
async function isAbandoned(file: string): Promise<boolean> {
  const next = file.replace(/attempt-(\d+)\.jsonl\.partial$/, (_, number) => `attempt-${Number(number) + 1}.jsonl`);
  const [own, closed, open] = await Promise.all([file, next, `${next}.partial`].map((name) => ifThere(() => stat(name))));
  return own === null || closed !== null || open !== null;
}

/** `isOver` is asked whenever nothing new is there: a stream's file is renamed when it ends. */
async function* wholeLines(
  handle: FileHandle,
  signal: AbortSignal,
  isOver: (idleMs: number) => Promise<boolean>,
): AsyncGenerator<JournalLine> {
  let [position, rest, last] = [0, Buffer.alloc(0), performance.now()];
  for (let over = false; !signal.aborted; ) {
    const bytes = await bytesFrom(handle, position);
    if (bytes.length === 0) {
      // what was written between the last look and the end is read before it is over
      if (over) return;
      over = await isOver(performance.now() - last);
      if (!over) await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
      continue;
    }
    last = performance.now();
    position += bytes.length;
    const all = Buffer.concat([rest, bytes]);
    const end = all.lastIndexOf('\n') + 1;
    rest = all.subarray(end);
    yield* readJournal(all.toString('utf8', 0, end).split('\n').slice(0, -1));
  }
}
