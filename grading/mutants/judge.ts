import type { Check } from '../../core/level.ts';
import type { FailReason, Verdict } from '../../core/verdict.ts';
import type { Target } from './targets.ts';

/** What a set of tests did over one target in one run: it ended as it should, or broke off. */
export type TargetRun = { ended: true; failed: string[]; ran: string[] } | { ended: false; reason: FailReason; detail: string };

/** Which tests a level's mutant checks may rely on. */
export interface Evidence {
  /** Per variant: its runs. */
  variants: { target: Target; runs: TargetRun[] }[];
  /** Per mutant: tests that failed in every run. */
  killers: { target: Target; tests: string[] }[];
}

/** Share of tests that may fail on a correct variant before all kills are void; one always may. */
const mostQuarantined = 0.1;

/**
 * Variants that the quarantine rests on: those of checks that only ask tests to pass. A variant that is named together
 * with kills, such as a legal but unusual one, decides its own check alone.
 */
export function correctVariants(checks: Check[]): Set<string> {
  return new Set(checks.filter((check) => check.kill === undefined).flatMap((check) => check.passes));
}

/** Tests that failed over a correct variant; `null` when a run over one broke off, so that no test can be trusted. */
export function quarantined(checks: Check[], variants: Evidence['variants']): Set<string> | null {
  const correct = correctVariants(checks);
  const runs = variants.filter(({ target }) => correct.has(target.name)).flatMap((variant) => variant.runs);
  if (runs.some((run) => !run.ended)) return null;
  return new Set(runs.flatMap((run) => (run.ended ? run.failed : [])));
}

/** Whether mutants need to be run at all: too many tests that fail on correct code void every kill. */
export function killsCount(tests: string[], unsound: Set<string> | null): unsound is Set<string> {
  return unsound !== null && unsound.size <= Math.max(1, Math.floor(tests.length * mostQuarantined));
}

/** The verdict on one mutant check. */
export function judgeMutantCheck(check: Check, all: Check[], tests: string[], evidence: Evidence): Verdict {
  const unsound = quarantined(all, evidence.variants);
  const excused = check.kill ? (unsound ?? new Set<string>()) : new Set<string>();
  const passing = evidence.variants.filter(({ target }) => check.passes.includes(target.name));
  const broken = passing.flatMap(({ target, runs }) => runs.flatMap((run) => fault(target, run, excused)))[0];
  if (broken) return broken;
  if (tests.length === 0) return failed('there is no test function');
  if (!check.kill) return { verdict: 'pass' };
  if (!killsCount(tests, unsound)) return failed('too many tests fail on correct code');
  const killed = check.kill.groups.filter((group) => isKilled(group, evidence.killers, unsound));
  if (killed.length >= check.kill.atLeast) return { verdict: 'pass' };
  return failed(`found faults: ${killed.join(', ') || 'none'}; needed: ${check.kill.atLeast}`);
}

/** Excused tests have cost another check already. */
function fault(target: Target, run: TargetRun, excused: Set<string>): Verdict[] {
  if (!run.ended) return [{ verdict: 'fail', reason: run.reason, detail: run.detail }];
  const wrong = run.failed.filter((test) => !excused.has(test));
  if (wrong.length > 0) return [failed(`on ${target.name}, which is correct, fail: ${wrong.join(', ')}`)];
  return run.ran.length === 0 ? [failed(`on ${target.name} no test ran`)] : [];
}

function failed(detail: string): Verdict {
  return { verdict: 'fail', reason: 'failed', detail: detail.slice(0, 4096) };
}

function isKilled(group: string, killers: Evidence['killers'], unsound: Set<string>): boolean {
  const mutants = killers.filter(({ target }) => target.group === group);
  return mutants.length > 0 && mutants.every(({ tests }) => tests.some((test) => !unsound.has(test)));
}
