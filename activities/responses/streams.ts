import type { Position } from './ask.ts';

/** What an attempt brings along: its own signal, and whether that, once aborted, means to end the work too. */
export interface Attendance {
  signal: AbortSignal;
  /** A lost attempt does not end the work: the server will send another one, which finds it here. */
  endsWork(): boolean;
  /** Is told where the work's position can be read. */
  watch(position: Position): void;
}

interface Running<T> {
  result: Promise<T>;
  position: Position;
  stop: AbortController;
  attending: number;
}

/**
 * Responses that this process obtains, by content key. They belong to the process and not to the attempt that asked for
 * them: a second attempt attaches to what runs, and an attempt that the server has given up costs no paid call.
 */
export class Streams<T> {
  readonly #running = new Map<string, Running<T>>();

  async join(key: string, work: (signal: AbortSignal, position: Position) => Promise<T>, attendance: Attendance): Promise<T> {
    const running = this.#running.get(key) ?? this.#start(key, work);
    attendance.watch(running.position);
    running.attending += 1;
    try {
      return await Promise.race([running.result, aborted(attendance.signal)]);
    } catch (error) {
      if (attendance.signal.aborted && attendance.endsWork() && running.attending === 1) {
        running.stop.abort(attendance.signal.reason);
        // what came is on the disk when the attempt ends
        await running.result.catch(() => undefined);
      }
      throw error;
    } finally {
      running.attending -= 1;
    }
  }

  /** Ends everything and returns when it is over. */
  async close(): Promise<void> {
    for (const { stop } of this.#running.values()) stop.abort(new Error('this process ends'));
    await Promise.allSettled([...this.#running.values()].map(({ result }) => result));
  }

  #start(key: string, work: (signal: AbortSignal, position: Position) => Promise<T>): Running<T> {
    const stop = new AbortController();
    const position = { bytes: 0, tokens: 0 };
    const result = work(stop.signal, position).finally(() => this.#running.delete(key));
    // without an attempt that attends, nobody else hears of a failure
    result.catch(() => undefined);
    const running = { result, position, stop, attending: 0 };
    this.#running.set(key, running);
    return running;
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
