import path from 'node:path';
import type { Level } from '../../core/level.ts';
import type { Verdict, Verdicts } from '../../core/verdict.ts';
import { mutantChecks } from '../build/sources.ts';
import type { Context } from '../context.ts';
import { classify } from '../run/classify.ts';
import { readFrame } from '../run/result-frame.ts';
import { runProgram } from '../run/run-program.ts';
import type { Slot } from '../sandbox/slots.ts';
import { modelsProgram } from './build-model-tests.ts';
import { type Evidence, judgeMutantCheck, killsCount, quarantined, type TargetRun } from './judge.ts';
import { type Target, targetsOf } from './targets.ts';

/** One run per seed: a test counts as failing over a mutant only when it fails in each. */
const shuffleSeeds = [1, 2, 3];

type RunTarget = (target: Target, seed: number) => Promise<TargetRun>;

/** Runs an answer's tests over the level's variants and mutants and judges its mutant checks. */
export async function runModelTests(context: Context, level: Level, tests: string[], folder: string, slot: Slot): Promise<Verdicts> {
  const run: RunTarget = (target, seed) => runOver(context, level, tests, folder, slot, target, seed);
  const checks = mutantChecks(level);
  const targets = targetsOf(level, context.version);
  const evidence: Evidence = { variants: [], killers: [] };
  if (tests.length > 0) {
    for (const target of targets) if (target.group === undefined) evidence.variants.push({ target, runs: await allRuns(run, target) });
    const mutants = killsCount(tests, quarantined(checks, evidence.variants)) ? targets.filter((target) => target.group !== undefined) : [];
    for (const target of mutants) evidence.killers.push({ target, tests: await failingInAllRuns(run, target) });
  }
  return Object.fromEntries(checks.map((check): [string, Verdict] => [check.id, judgeMutantCheck(check, checks, tests, evidence)]));
}

async function runOver(
  context: Context,
  level: Level,
  tests: string[],
  folder: string,
  slot: Slot,
  target: Target,
  seed: number,
): Promise<TargetRun> {
  const flags = [`-set=${target.set}`, `-shuffle=${seed}`];
  const program = { file: path.join(folder, modelsProgram), mode: 'plain' as const, flags };
  const { outcome, nonce } = await runProgram(context, level, program, slot);
  const frame = outcome.outputLimit || outcome.wallLimit ? undefined : readFrame(outcome.result, nonce);
  if (frame && (outcome.exitCode === 0 || outcome.exitCode === 1)) {
    return { ended: true, ran: frame.ran, failed: [...frame.failed, ...frame.panicked] };
  }
  const verdict = classify(outcome, { nonce, tests, race: false });
  return {
    ended: false,
    ...(verdict.verdict === 'fail' ? { reason: verdict.reason, detail: verdict.detail ?? '' } : { reason: 'failed', detail: '' }),
  };
}

async function allRuns(run: RunTarget, target: Target): Promise<TargetRun[]> {
  const runs = [];
  for (const seed of shuffleSeeds) {
    const last = await run(target, seed);
    runs.push(last);
    if (!last.ended) break;
  }
  return runs;
}

/** Stops at the first run after which no test is left. */
async function failingInAllRuns(run: RunTarget, target: Target): Promise<string[]> {
  let failing: string[] | undefined;
  for (const seed of shuffleSeeds) {
    const last = await run(target, seed);
    const failed = last.ended ? last.failed : [];
    failing = failing?.filter((test) => failed.includes(test)) ?? failed;
    if (failing.length === 0) break;
  }
  return failing ?? [];
}
