/** A place to work in; `number` counts from 0 and tells users apart. It may change over `alone`. */
export interface Slot {
  readonly number: number;
  /** Gives the slot up, waits until nobody else works, runs `work` while nobody starts, and takes a slot again. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Bounded concurrency, first come first served. */
export class Slots {
  readonly #free: number[];
  readonly #total: number;
  readonly #waiting: { all: boolean; start: (number: number) => void }[] = [];

  constructor(total: number) {
    this.#total = total;
    this.#free = Array.from({ length: total }, (_, index) => total - 1 - index);
  }

  /** Runs `work` in a slot, as soon as one is free. */
  async use<Result>(work: (slot: Slot) => Promise<Result>): Promise<Result> {
    const held = { number: await this.#take(false), alone: <Other>(inner: () => Promise<Other>) => this.#alone(held, inner) };
    try {
      return await work(held);
    } finally {
      this.#giveBack(held.number);
    }
  }

  async #alone<Result>(held: { number: number }, work: () => Promise<Result>): Promise<Result> {
    this.#giveBack(held.number);
    held.number = await this.#take(true);
    try {
      return await work();
    } finally {
      this.#restOfAll(held.number);
    }
  }

  #take(all: boolean): Promise<number> {
    return new Promise((start) => {
      this.#waiting.push({ all, start });
      this.#serve();
    });
  }

  #giveBack(number: number): void {
    this.#free.push(number);
    this.#serve();
  }

  #restOfAll(kept: number): void {
    for (let number = this.#total - 1; number >= 0; number--) if (number !== kept) this.#free.push(number);
    this.#serve();
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next && this.#free.length >= (next.all ? this.#total : 1); next = this.#waiting[0]) {
      this.#waiting.shift();
      const number = this.#free.pop()!;
      if (next.all) this.#free.length = 0;
      next.start(number);
    }
  }
}
