import { uptime } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isAlive, startOfProcess } from '../process-start.ts';
import { jsonText } from '../store/json.ts';
import type { Store } from '../store/store.ts';
import { hostKey } from '../this-host.ts';

/** How often a claim shows that its holder lives, and after what silence the holder counts as gone. */
export interface ClaimPace {
  beatMs: number;
  lostMs: number;
}

const usualPace: ClaimPace = { beatMs: 10_000, lostMs: 40_000 };

const format = z.object({ host: z.string(), pid: z.number(), started: z.string(), beat: z.number() });
const claimName = /^claim-(\d+)\.json$/;

/** Nothing was asked: another worker may have taken the claim over, and is asking. */
export class ClaimLost extends Error {}

/** What is held. */
export interface Claim {
  /** Throws ClaimLost where the claim has not been renewed for so long that another worker may have it. */
  mustBeHeld(): void;
  release(): Promise<void>;
}

/** Milliseconds by a clock that nobody can put and that goes on while the machine is suspended (proc(5), `/proc/uptime`). */
const now = (): number => uptime() * 1000;

/**
 * Who asks a paid API for a response, where several workers are to get the same one: `claim-N.json` beside it. The holder counts up in
 * it while it lives; whoever waits looks whether the count goes on and compares no clocks. A holder that was cut off from the store, or
 * suspended, knows by its own clock that it may have lost its claim, and asks for nothing then. A request that is under way when that
 * happens may be made twice: the ledger has both.
 */
export class Claims {
  readonly #store: Store;
  readonly #prefix: string;
  readonly #pace: ClaimPace;

  /** `prefix` is where the response is. */
  constructor(store: Store, prefix: string, pace = usualPace) {
    this.#store = store;
    this.#prefix = prefix;
    this.#pace = pace;
  }

  /** Waits while another worker that lives holds it. Throws where `signal` is aborted. */
  async take(signal: AbortSignal): Promise<Claim> {
    for (;;) {
      const taken = await this.#numbers();
      const newest = taken.at(-1);
      if (newest !== undefined && !(await this.#isLost(this.#key(newest), signal))) continue;
      const [own, begun] = [this.#key((newest ?? 0) + 1), now()];
      if (!(await this.#store.create(own, text(0)))) continue;
      await this.#store.remove(taken.map(this.#key));
      return this.#held(own, begun);
    }
  }

  /** Those of killed workers, once the response is there. */
  async clear(): Promise<void> {
    await this.#store.remove((await this.#numbers()).map(this.#key));
  }

  #held(key: string, since: number): Claim {
    const { beatMs, lostMs } = this.#pace;
    let [beats, renewed] = [0, since];
    const renew = async () => {
      const begun = now();
      await this.#store.writeDerived(key, text(++beats));
      renewed = begun;
    };
    let writing: Promise<void> = Promise.resolve();
    // one that cannot be written now is followed by another
    const timer = setInterval(() => {
      writing = writing.then(renew).catch(() => undefined);
    }, beatMs);
    const mustBeHeld = () => {
      if (now() - renewed >= lostMs - beatMs)
        throw new ClaimLost('nothing was asked: this host was out of reach, and another one may be asking');
    };
    const release = async () => {
      clearInterval(timer);
      await writing;
      await this.#store.remove([key]).catch(() => undefined);
    };
    return { mustBeHeld, release };
  }

  /** Returns when it is released or has gone on (false), or its holder is gone (true). */
  async #isLost(key: string, signal: AbortSignal): Promise<boolean> {
    const before = await this.#store.find(key);
    if (before === null) return false;
    if (isOfDeadProcess(before)) return true;
    for (const since = performance.now(); performance.now() - since < this.#pace.lostMs; ) {
      await delay(this.#pace.beatMs, undefined, { signal });
      if ((await this.#store.find(key)) !== before) return false;
    }
    return true;
  }

  async #numbers(): Promise<number[]> {
    const names = (await this.#store.entries(this.#prefix)).map(({ name }) => Number(claimName.exec(name)?.[1] ?? 0));
    return names.filter((number) => number > 0).sort((one, other) => one - other);
  }

  readonly #key = (number: number): string => `${this.#prefix}/claim-${number}.json`;
}

const text = (beat: number): string => jsonText({ host: hostKey, pid: process.pid, started: startOfProcess(process.pid) ?? '', beat });

/** Known at once of processes of this host; a claim that cannot be read is waited for. */
function isOfDeadProcess(claim: string): boolean {
  const read = format.safeParse(JSON.parse(claim));
  return read.success && read.data.host === hostKey && !isAlive(read.data);
}
