import type { Answer } from '../core/answer.ts';
import type { CompileReport } from '../core/grading-reports.ts';
import type { Level } from '../core/level.ts';
import type { FailReason, Verdict, Verdicts } from '../core/verdict.ts';
import { answerKey, type Built, withBuiltAnswer } from './build/build-answer.ts';
import type { BuildResult } from './build/result.ts';
import { mutantChecks, programChecks } from './build/sources.ts';
import type { Context } from './context.ts';
import type { Slot } from './sandbox/slots.ts';

/** Builds an answer and decides what that decides; see `Grader.compileAnswer`. */
export function compileAnswer(context: Context, level: Level, answer: Answer, slot: Slot, force: boolean): Promise<CompileReport> {
  return withBuiltAnswer(context, level, answer, slot, force, async (built) => reportOf(context, level, answer, built));
}

function reportOf(context: Context, level: Level, answer: Answer, built: Built): CompileReport {
  const first = built.program ?? built.models;
  return {
    key: answerKey(context, level, answer),
    build: first?.state ?? 'built',
    output: [built.program, built.models].map((part) => part?.output ?? '').join(''),
    verdicts: { ...buildVerdicts(level, built), ...built.structure },
    unsandboxed: context.sandbox.unsandboxed,
  };
}

/** What the build alone decides: everything when it failed, else the checks that ask for no more than a build. */
export function buildVerdicts(level: Level, built: Built): Verdicts {
  const program = failure(built.program);
  const models = failure(built.models);
  const checks = [
    ...programChecks(level).map((check) => [check.id, program ?? (check.kind === 'compile' && check.tests.length === 0 ? passed : null)]),
    ...mutantChecks(level).map((check) => [check.id, models]),
  ];
  return Object.fromEntries(checks.filter((entry): entry is [string, Verdict] => entry[1] !== null));
}

const passed: Verdict = { verdict: 'pass' };
const mostDetail = 4096;

function failure(result: BuildResult | null): Verdict | null {
  if (result === null || result.state === 'built') return null;
  const reason: FailReason = result.state;
  return { verdict: 'fail', reason, detail: result.output.slice(0, mostDetail) };
}
