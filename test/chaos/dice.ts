import { createHash } from 'node:crypto';

/** Random numbers that a seed determines: the same storm again for the same seed. */
export class Dice {
  readonly #seed: string;
  #throws = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** From 0 to below 1. */
  next(): number {
    const digest = createHash('sha256')
      .update(`${this.#seed}/${this.#throws++}`)
      .digest();
    return digest.readUInt32BE(0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.next() * all.length)]!;
  }
}
