import type { CompileReport } from '../../grading-reports.ts';
import type { SourceFile } from '../../level.ts';

/** What a trial's folder holds as text; null where it is not there yet. */
export interface TrialTexts {
  prompt: string | null;
  response: string | null;
  /** Null also for models that show none. */
  reasoning: string | null;
  /** Null before extraction. */
  files: SourceFile[] | null;
  compile: Pick<CompileReport, 'build' | 'output'> | null;
}
