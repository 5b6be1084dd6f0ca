/** Work of one lane runs one after another, in the order in which it came; that of others side by side. */
export class Turns {
  readonly #tails = new Map<string, Promise<void>>();

  /** Throws the signal's reason, without having begun, where it is aborted before its turn. */
  async take<T>(lane: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(lane) ?? Promise.resolve();
    const result = before.then(() => {
      signal.throwIfAborted();
      return work();
    });
    const over = result.then(
      () => undefined,
      () => undefined,
    );
    this.#tails.set(lane, over);
    return result;
  }
}
