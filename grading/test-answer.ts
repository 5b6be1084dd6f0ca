import path from 'node:path';
import type { Answer } from '../core/answer.ts';
import type { TestReport } from '../core/grading-reports.ts';
import type { Check, Level } from '../core/level.ts';
import type { Verdict, Verdicts } from '../core/verdict.ts';
import { answerKey, type BuiltAnswer, testsKey, withBuiltAnswer } from './build/build-answer.ts';
import { hiddenSet } from './build/program.ts';
import { mutantChecks } from './build/sources.ts';
import { buildVerdicts } from './compile-answer.ts';
import type { Context } from './context.ts';
import { runModelTests } from './mutants/run-model-tests.ts';
import { remembered } from './remembered.ts';
import { classify } from './run/classify.ts';
import { readFrame } from './run/result-frame.ts';
import { ControlLate, runProgram } from './run/run-program.ts';
import type { Slot } from './sandbox/slots.ts';

/** Runs every check of an answer that runs something; see `Grader.testAnswer`. */
export function testAnswer(context: Context, level: Level, answer: Answer, slot: Slot, force: boolean): Promise<TestReport> {
  return withBuiltAnswer(context, level, answer, slot, false, (built) => runChecks(context, level, answer, slot, built, force));
}

async function runChecks(
  context: Context,
  level: Level,
  answer: Answer,
  slot: Slot,
  built: BuiltAnswer,
  force: boolean,
): Promise<TestReport> {
  const report: TestReport = {
    key: answerKey(context, level, answer),
    verdicts: {},
    observed: {},
    unsandboxed: context.sandbox.unsandboxed,
  };
  const decided = buildVerdicts(level, built);
  for (const check of level.checks.filter((one) => one.tests.length > 0)) {
    const found = decided[check.id]
      ? { verdict: decided[check.id]!, observed: {} }
      : await runCheck(context, level, check, built.folder, slot);
    report.verdicts[check.id] = found.verdict;
    Object.assign(report.observed, found.observed);
  }
  const key = `models-${testsKey(context, level, answer)}`;
  const ownTests = () => mutantVerdicts(context, level, built.models?.tests ?? [], built.folder, slot);
  Object.assign(report.verdicts, decidedMutants(level, decided) ?? (await remembered(context, key, force, ownTests)).verdicts);
  return report;
}

async function runCheck(
  context: Context,
  level: Level,
  check: Check,
  folder: string,
  slot: Slot,
): Promise<{ verdict: Verdict; observed: Record<string, string> }> {
  const mode = check.kind === 'race' ? 'race' : 'plain';
  const flags = [`-set=${hiddenSet}`, `-run=${check.tests.join(',')}`];
  try {
    const { outcome, nonce } = await runProgram(context, level, { file: path.join(folder, mode), mode, flags }, slot);
    const verdict = classify(outcome, { nonce, tests: check.tests, race: mode === 'race' });
    return { verdict, observed: readFrame(outcome.result, nonce)?.observed ?? {} };
  } catch (error) {
    return { verdict: notScored(error), observed: {} };
  }
}

/** Verdicts on the answer's own tests where the build, or the want of such checks, has settled them. */
function decidedMutants(level: Level, decided: Verdicts): Verdicts | null {
  const checks = mutantChecks(level);
  return checks.every(({ id }) => decided[id]) ? Object.fromEntries(checks.map(({ id }) => [id, decided[id]!])) : null;
}

async function mutantVerdicts(
  context: Context,
  level: Level,
  tests: string[],
  folder: string,
  slot: Slot,
): Promise<{ verdicts: Verdicts }> {
  try {
    return { verdicts: await runModelTests(context, level, tests, folder, slot) };
  } catch (error) {
    const verdict = notScored(error);
    return { verdicts: Object.fromEntries(mutantChecks(level).map(({ id }) => [id, verdict])) };
  }
}

/** A machine that was too busy leaves a check unscored; every other fault is not ours to swallow. */
function notScored(error: unknown): Verdict {
  if (error instanceof ControlLate) return { verdict: 'not-scored', reason: error.message };
  throw error;
}
