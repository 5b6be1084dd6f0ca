/** Ollama ends a stream without a word after 31 pieces in a row that are equal but for white space (llm/server, "token repeat limit"). */
const limit = 30;

/** Watches the pieces of a stream for that repetition. */
export class Repetition {
  #last: string | null = null;
  #times = 0;

  add(piece: string): void {
    const trimmed = piece.trim();
    this.#times = trimmed === this.#last ? this.#times + 1 : 1;
    this.#last = trimmed;
  }

  /** The latest pieces are so many equal ones that a stream which ends here was ended for it. */
  get looping(): boolean {
    return this.#times >= limit;
  }
}
