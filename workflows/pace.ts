/**
 * How many requests of a model are in flight: half as many after each rate limit (requests refused side by side are one), one more after each round of successes, up
 * to what is asked for (additive increase, multiplicative decrease).
 */
export class Pace {
  private allowed = Number.POSITIVE_INFINITY;
  private successes = 0;

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
