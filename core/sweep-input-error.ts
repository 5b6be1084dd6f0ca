/** Problems of a sweep's input, all at once, each with the field's path and what was expected. */
export class SweepInputError extends Error {
  override readonly name = 'SweepInputError';
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`bad sweep input: ${problems.join('; ')}`);
    this.problems = problems;
  }
}
