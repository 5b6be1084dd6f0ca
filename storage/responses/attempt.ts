import type { StreamEnd, StreamPart } from '../../core/stream.ts';
import type { StreamWriter } from '../store/streams.ts';
import type { JournalLine } from './journal-line.ts';

/** One request that was begun for a response, as its journal tells. */
export interface StoredAttempt {
  /** Counts from 1 within a response. */
  number: number;
  startedAt: string;
  /** Text that was kept from an earlier attempt comes first. */
  parts: StreamPart[];
  /** How many of the parts were kept from an earlier attempt. */
  kept: number;
  /** Why it began anew although text of an earlier attempt was there. */
  restarted?: string;
  /** Number of the paid request in the response's ledger. */
  paid?: number;
  firstTokenMs: number | null;
  /** null: it ended with its process, or runs in another one. A paid call may have been made in vain. */
  outcome: { type: 'end'; endedAt: string; end: StreamEnd } | { type: 'failed'; endedAt: string; reason: string } | null;
}

/** null where not even the first line is whole. */
export function storedAttempt(number: number, lines: readonly JournalLine[]): StoredAttempt | null {
  const start = lines.find((line) => line.type === 'start');
  if (!start) return null;
  return {
    number,
    startedAt: start.startedAt,
    kept: start.kept ?? 0,
    ...(start.restarted && { restarted: start.restarted }),
    ...(start.paid && { paid: start.paid }),
    parts: lines.filter((line) => line.type === 'text' || line.type === 'reasoning' || line.type === 'request'),
    firstTokenMs: lines.find((line) => line.type === 'first-token')?.afterMs ?? null,
    outcome: lines.find((line) => line.type === 'end' || line.type === 'failed') ?? null,
  };
}

/** The journal of an attempt in hand. Its existence is the durable intent; `end` or `fail` closes it. */
export class AttemptJournal {
  readonly number: number;
  readonly #stream: StreamWriter;

  constructor(number: number, stream: StreamWriter) {
    this.number = number;
    this.#stream = stream;
  }

  /** Kept as the store keeps streams: against the death of this process on return or within seconds. */
  async append(part: StreamPart): Promise<void> {
    await this.#line(part);
  }

  /** Milliseconds from the request to the first piece of text or reasoning. */
  async firstToken(afterMs: number): Promise<void> {
    await this.#line({ type: 'first-token', afterMs });
  }

  /** The response is whole and kept: no later attempt has to ask again. */
  async end(end: StreamEnd, endedAt: string): Promise<void> {
    await this.#close({ type: 'end', endedAt, end });
  }

  async fail(reason: string, endedAt: string): Promise<void> {
    await this.#close({ type: 'failed', endedAt, reason });
  }

  /** Hands the attempt over without an outcome, as a process does that must stop. */
  async release(): Promise<void> {
    await this.#stream.close();
  }

  async #close(line: JournalLine): Promise<void> {
    await this.#line(line).catch(async (error: Error) => {
      await this.#stream.close().catch(() => undefined);
      throw error;
    });
    await this.#stream.finish();
  }

  async #line(line: JournalLine): Promise<void> {
    await this.#stream.append(JSON.stringify(line));
  }
}
