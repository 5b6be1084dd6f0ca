/** What outlives a run; `allowed` is null as long as no limit was met. */
export interface PaceState {
  allowed: number | null;
  successes: number;
}

const unlimited: PaceState = { allowed: null, successes: 0 };

/**
 * How many requests of a model are in flight: half as many after each rate limit (requests refused side by side are
 * one), one more after each round of successes, up to what is asked for (additive increase, multiplicative decrease).
 */
export class Pace {
  private allowed: number;
  private successes: number;

  constructor({ allowed, successes }: PaceState = unlimited) {
    this.allowed = allowed ?? Number.POSITIVE_INFINITY;
    this.successes = successes;
  }

  state(): PaceState {
    return { allowed: Number.isFinite(this.allowed) ? this.allowed : null, successes: this.successes };
  }

  of(wanted: number): number {
    return Math.min(wanted, this.allowed);
  }

  limited(wanted: number): void {
    this.allowed = Math.max(1, Math.floor(this.of(wanted) / 2));
    this.successes = 0;
  }

  succeeded(): void {
    this.successes += 1;
    if (this.successes < this.allowed) return;
    this.allowed += 1;
    this.successes = 0;
  }
}
