/** Grading cannot be had on this machine as it is. */
export class GradingFault extends Error {
  override readonly name = 'GradingFault';
  /** What was expected and what was found. */
  readonly found: string;
  /** A command that mends it. */
  readonly fix: string;

  constructor(found: string, fix: string) {
    super(`${found}. Mend it: ${fix}`);
    this.found = found;
    this.fix = fix;
  }
}
