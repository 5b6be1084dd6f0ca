/** Part of what is left that one model is granted at a time: few messages at first, little left idle at the end. */
const share = 0.1;

/** An answer to a model that asked for money. */
export type Grant = { usd: number } | { refused: string };

/** The sweep's limit of cost, granted to its models bit by bit. */
export class Treasury {
  private limitUsd: number;
  private readonly granted: Map<string, number>;
  /** Models that wait for money, and what they need at least. */
  private readonly waiting = new Map<string, number>();
  private readonly answer: (model: string, grant: Grant) => void;

  /** `spentUsd`: what earlier runs of the sweep have spent, by model. */
  constructor(limitUsd: number | null, spentUsd: Map<string, number>, answer: (model: string, grant: Grant) => void) {
    this.limitUsd = limitUsd ?? Number.POSITIVE_INFINITY;
    this.granted = new Map(spentUsd);
    this.answer = answer;
  }

  ask(model: string, usd: number): void {
    this.waiting.set(model, usd);
    if (!this.serve(model, usd)) this.answer(model, { refused: this.reason(usd) });
  }

  /** Whoever waits is served from what there is now. */
  raise(limitUsd: number): void {
    this.limitUsd = limitUsd;
    this.serveAll();
  }

  /** A model that has ended gives back what it did not spend. */
  close(model: string, spentUsd: number): void {
    this.waiting.delete(model);
    if (!this.granted.has(model)) return;
    this.granted.set(model, spentUsd);
    this.serveAll();
  }

  private serveAll(): void {
    for (const [model, usd] of this.waiting) this.serve(model, usd);
  }

  private serve(model: string, usd: number): boolean {
    const free = this.free();
    if (usd > free) return false;
    const granted = Math.max(usd, share * free);
    this.waiting.delete(model);
    this.granted.set(model, (this.granted.get(model) ?? 0) + granted);
    this.answer(model, { usd: granted });
    return true;
  }

  private free(): number {
    return this.limitUsd - [...this.granted.values()].reduce((sum, usd) => sum + usd, 0);
  }

  private reason(usd: number): string {
    const free = Math.max(0, this.free());
    return `the limit of $${this.limitUsd} for this sweep: $${free.toFixed(4)} left, the next request may cost $${usd.toFixed(4)}`;
  }
}
