import type { Answer } from '../core/answer.ts';
import { extractAnswer } from '../core/extract.ts';
import type { CompileReport, PatternReport, TestReport } from '../core/grading-reports.ts';
import type { Level } from '../core/level.ts';
import { checkPatterns } from '../core/patterns.ts';
import { type Score, scoreTrial } from '../core/score.ts';
import type { Grader } from './grade.ts';

/** A response from its text to its score, with all that lies between. */
export interface GradedResponse {
  answer: Answer;
  compile: CompileReport;
  tests: TestReport;
  patterns: PatternReport;
  score: Score;
}

/** Grades the text of a response. `force` leaves cached verdicts aside. Throws on faults of the harness only. */
export async function gradeResponse(grader: Grader, level: Level, response: string, force = false): Promise<GradedResponse> {
  const answer = extractAnswer(response, level.files);
  const compile = await grader.compileAnswer(level, answer, force);
  const tests = await grader.testAnswer(level, answer, force);
  const patterns = checkPatterns(level, response);
  return { answer, compile, tests, patterns, score: scoreTrial(level, compile, tests, patterns) };
}
