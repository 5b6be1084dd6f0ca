import type { CompileReport, PatternReport, TestReport } from './grading-reports.ts';
import type { CheckKind, LevelFormat } from './level.ts';
import type { Verdict } from './verdict.ts';

export type CheckScore = Verdict & {
  id: string;
  kind: CheckKind;
  points: number;
  /** null if not scored */
  earned: number | null;
};

/** `score.json` of a trial. */
export interface Score {
  level: string;
  points: number;
  /** null as soon as one check is not scored: an unknown part makes an unknown sum. */
  earned: number | null;
  checks: CheckScore[];
}

/** Joins the three reports of grading to a score: needs, forfeits and patterns that depend on behaviour. Pure. */
export type ScoreTrial = (
  level: LevelFormat & { name: string },
  compile: CompileReport,
  tests: TestReport,
  patterns: PatternReport,
) => Score;
