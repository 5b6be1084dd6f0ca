/** Exit codes of every command. */
export const exit = { graded: 0, usage: 1, notScored: 2, interrupted: 3, differs: 4 } as const;

/** Something the user can mend: one clear message, no stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
