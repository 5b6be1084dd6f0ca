/** Exit codes of every command. */
export const exit = { graded: 0, usage: 1, notScored: 2, interrupted: 3, differs: 4 } as const;

/** What each exit code means, as help and RUNBOOK tell it. */
export const exitMeanings: Record<number, string> = {
  [exit.graded]: 'all well',
  [exit.usage]: 'wrong usage or configuration, or something to be mended',
  [exit.notScored]: 'some trials not scored',
  [exit.interrupted]: 'interrupted or cancelled',
  [exit.differs]: 'stored results are not as reported',
};

/** Something the user can mend: one clear message, no stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
