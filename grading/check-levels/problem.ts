/** Something in a level's folder that is not as it should be. */
export interface Problem {
  level: string;
  /** What was looked at, e.g. `mutants/no-cap`. */
  subject: string;
  expected: string;
  found: string;
}

/** A problem before its level is known. */
export type Finding = Omit<Problem, 'level'>;

export function printProblem({ level, subject, expected, found }: Problem): string {
  return `${level}: ${subject}: expected ${expected}; found ${found}`;
}
