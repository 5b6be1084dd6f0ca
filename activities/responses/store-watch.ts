import type { Streams as StoredStreams } from '../../storage/store/streams.ts';
import type { Attendance } from './streams.ts';

const lookEveryMs = 1_000;

/**
 * Attends work whose lines go to a store: throws what the store is in trouble with, so that the sweep says it, while the work goes on
 * without this attempt and holds its lines; the next attempt finds it here.
 */
export async function whileStoreAnswers<T>(
  stored: StoredStreams,
  own: Attendance,
  attend: (attendance: Attendance) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const watch = setInterval(() => stored.trouble && lost.abort(stored.trouble), lookEveryMs);
  const signal = AbortSignal.any([own.signal, lost.signal]);
  try {
    return await attend({ ...own, signal, endsWork: () => !lost.signal.aborted && own.endsWork() });
  } finally {
    clearInterval(watch);
  }
}
