import type { Verdicts } from './verdict.ts';

/** `compile.json`: what the source gate, the build and the structure checks found. */
export interface CompileReport {
  /** Content key of the build: answer, level, toolchain, grader. */
  key: string;
  build: 'built' | 'compile-error' | 'forbidden-source' | 'no-answer' | 'not-scored';
  /** Compiler output or refusals, for people; at most 64 KiB. */
  output: string;
  /** Decided here: checks of kind structure; the others as far as the build already decides them. */
  verdicts: Verdicts;
  /** True when graded without a sandbox. */
  unsandboxed: boolean;
}

/** `tests.json`: verdicts of the checks that ran something. */
export interface TestReport {
  key: string;
  verdicts: Verdicts;
  /** What hidden tests observed (`guard.Observe`), e.g. which reading of an open point the code takes. */
  observed: Record<string, string>;
  unsandboxed: boolean;
}

/** `patterns.json`: what the prose says. Checks that depend on behaviour are decided when scoring. */
export interface PatternReport {
  verdicts: Verdicts;
  /** The verdict stated under "Feasibility". */
  feasibility: 'feasible' | 'infeasible' | 'unstated';
  /** Per check: claims and decoys found, with the text that carried them. */
  found: Record<string, { claims: string[]; decoys: string[]; items: number }>;
  /** Per check with agreements: observation → values that the prose states. */
  stated: Record<string, Record<string, string[]>>;
}
