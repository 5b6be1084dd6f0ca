import type { CompileReport } from '../../core/grading-reports.ts';

/** How far a build came, with what the compiler or the gate said. */
export interface BuildResult {
  state: Exclude<CompileReport['build'], 'not-scored'>;
  output: string;
}
