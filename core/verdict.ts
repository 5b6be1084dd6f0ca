/** Why a check failed. `needs …` names the check or checks that would have had to pass first. */
export type FailReason =
  | 'compile-error'
  | 'forbidden-source'
  | 'failed'
  | 'panicked'
  | 'race'
  | 'deadlock'
  | 'leak'
  | 'cpu-limit'
  | 'memory-limit'
  | 'output-limit'
  | 'hung'
  | 'no-answer'
  | 'false-infeasible'
  | `needs ${string}`;

/**
 * What one check found. `detail` is for people (at most 4 KiB) and never decides anything.
 * `not-scored` means that the harness could not tell: it is never counted as zero.
 */
export type Verdict =
  | { verdict: 'pass' }
  | { verdict: 'fail'; reason: FailReason; detail?: string }
  | { verdict: 'not-scored'; reason: string };

/** Verdicts by check id. */
export type Verdicts = Record<string, Verdict>;
