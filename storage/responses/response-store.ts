import type { StreamPart } from '../../core/stream.ts';
import type { Store } from '../store/store.ts';
import { AttemptJournal, type StoredAttempt, storedAttempt } from './attempt.ts';
import { type ClaimPace, Claims } from './claims.ts';
import { placeFinished, readFinished, type StoredResponse } from './finished.ts';
import { readJournal } from './journal-line.ts';
import { Ledger } from './ledger.ts';

const journalName = /attempt-(\d+)\.jsonl$/;

/** Below this, what sweeps share. */
export const responsesPrefix = 'responses';

/**
 * Responses by content key, shared by all sweeps of a store: `responses/<key>/finished/{response.md,reasoning.md,metadata.json}`
 * once whole, before that a stream `attempt-N.jsonl` for each request in flight, lost or ended.
 */
export class ResponseStore {
  readonly #store: Store;
  readonly #pace: ClaimPace | undefined;

  /** `pace` is another one than usual. */
  constructor(store: Store, pace?: ClaimPace) {
    this.#store = store;
    this.#pace = pace;
  }

  /** Who asks a paid API for a response. */
  claims(key: string): Claims {
    return new Claims(this.#store, this.#prefix(key), this.#pace);
  }

  /** What requests for a response have cost. */
  ledger(key: string): Ledger {
    return new Ledger(this.#store, this.#prefix(key));
  }

  /** The whole response, or null; whatever lies beside it stays. */
  async peek(key: string): Promise<StoredResponse | null> {
    return await readFinished(this.#store, `${this.#prefix(key)}/finished`);
  }

  /**
   * The whole response, or null. Removes the journals that a killed process has left beside it. Throws where stored text
   * and stored hash disagree.
   */
  async find(key: string): Promise<StoredResponse | null> {
    const found = await this.peek(key);
    if (found) await this.#removeJournals(key);
    return found;
  }

  /** Every request that was begun for a response that is not finished, oldest first. */
  async attempts(key: string): Promise<StoredAttempt[]> {
    const journals = await this.#journals(key);
    const read = journals.map(async ({ number, stream }) => {
      const lines = await this.#store.streams.lines(stream);
      return storedAttempt(number, readJournal(lines ?? []));
    });
    return (await Promise.all(read)).filter((attempt) => attempt !== null);
  }

  /**
   * Notes durably that a request is about to be made; `kept` is text of an earlier attempt that this one goes on from,
   * `restarted` the reason why nothing is, `paid` the request's number in the ledger, `trial` what it is for. No two
   * attempts share a number, whichever processes or hosts begin them.
   */
  async begin(
    key: string,
    startedAt: string,
    from: { kept?: readonly StreamPart[]; restarted?: string | undefined; paid?: number | undefined; trial?: string } = {},
  ): Promise<AttemptJournal> {
    const { kept = [], restarted, paid, trial } = from;
    const start = {
      type: 'start',
      startedAt,
      ...(kept.length > 0 && { kept: kept.length }),
      ...(restarted && { restarted }),
      ...(paid && { paid }),
      ...(trial && { trial }),
    };
    const lines = [start, ...kept].map((line) => JSON.stringify(line));
    const taken = await this.#journals(key);
    for (let number = (taken.at(-1)?.number ?? 0) + 1; ; number += 1) {
      const stream = await this.#store.streams.begin(`${this.#prefix(key)}/attempt-${number}.jsonl`, lines);
      if (stream) return new AttemptJournal(number, stream);
    }
  }

  /** Stores a whole response and removes its journals and claims. Where another was finished meanwhile, that one stays and is returned. */
  async finish(key: string, response: StoredResponse): Promise<StoredResponse> {
    await placeFinished(this.#store, `${this.#prefix(key)}/finished`, response);
    await this.claims(key).clear();
    return (await this.find(key)) ?? response;
  }

  async #removeJournals(key: string): Promise<void> {
    await this.#store.streams.remove((await this.#journals(key)).map(({ stream }) => stream));
  }

  async #journals(key: string): Promise<{ number: number; stream: string }[]> {
    const journals = (await this.#store.streams.list(this.#prefix(key))).flatMap((stream) => {
      const match = journalName.exec(stream);
      return match ? [{ number: Number(match[1]), stream }] : [];
    });
    return journals.toSorted((one, other) => one.number - other.number);
  }

  readonly #prefix = (key: string): string => `${responsesPrefix}/${key}`;
}
