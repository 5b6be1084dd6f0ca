import { z } from 'zod';
import type { LedgerEntry, LedgerIntent, LedgerOutcome } from '../../core/ledger.ts';
import { jsonText } from '../store/json.ts';
import type { Store } from '../store/store.ts';

const count = z.number().nullable();
const intent = z.object({
  number: z.number(),
  sweep: z.string(),
  model: z.string(),
  startedAt: z.string(),
  boundUsd: count,
});
const outcome = z.object({
  endedAt: z.string(),
  ended: z.string(),
  requestIds: z.array(z.string()),
  inputTokens: count,
  outputTokens: count,
  costUsd: count,
});

const intentName = /^paid-(\d+)\.json$/;

/**
 * The ledger of a response, beside it: `paid-N.json` before the N-th request to a paid API, `paid-N-outcome.json` after
 * it. Both are created once and never changed, so that several hosts can keep one ledger.
 */
export class Ledger {
  readonly #store: Store;
  readonly #prefix: string;

  /** `prefix` is where the response is. */
  constructor(store: Store, prefix: string) {
    this.#store = store;
    this.#prefix = prefix;
  }

  /** `last` is the newest number that is known; one that another host has taken meanwhile is passed over. */
  async noteIntent(about: Omit<LedgerIntent, 'number'>, last: number): Promise<LedgerIntent> {
    for (let number = last + 1; ; number += 1) {
      const noted = { number, ...about };
      if (await this.#store.create(this.#intentKey(number), jsonText(noted))) return noted;
    }
  }

  /** Of two outcomes for one request the first stands. */
  async noteOutcome({ number }: LedgerIntent, noted: LedgerOutcome): Promise<void> {
    await this.#store.create(this.#outcomeKey(number), jsonText(noted));
  }

  /** Every paid request for the response, oldest first. Throws, naming the place, where one is not what was written. */
  async entries(): Promise<LedgerEntry[]> {
    const names = (await this.#store.entries(this.#prefix)).map(({ name }) => name);
    const numbers = names.map((name) => Number(intentName.exec(name)?.[1] ?? 0)).filter((number) => number > 0);
    const entries = numbers.map(async (number) => {
      const begun = await this.#read(this.#intentKey(number), intent);
      return begun && { ...begun, outcome: await this.#read(this.#outcomeKey(number), outcome) };
    });
    return (await Promise.all(entries)).filter((entry) => entry !== null).toSorted((one, other) => one.number - other.number);
  }

  readonly #intentKey = (number: number): string => `${this.#prefix}/paid-${number}.json`;
  readonly #outcomeKey = (number: number): string => `${this.#prefix}/paid-${number}-outcome.json`;

  async #read<T>(key: string, format: z.ZodType<T>): Promise<T | null> {
    const text = await this.#store.find(key);
    if (text === null) return null;
    try {
      return format.parse(JSON.parse(text));
    } catch {
      throw new Error(`${this.#store.placeOf(key)} is not an entry of a ledger; was it edited? Put it back: it tells what was paid`);
    }
  }
}
