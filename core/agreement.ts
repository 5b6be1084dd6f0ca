import type { PatternReport, TestReport } from './grading-reports.ts';
import type { Check } from './level.ts';
import type { Verdict } from './verdict.ts';

/**
 * For a check with agreements: does the prose state, for each observation, the one value that the tests observed?
 * Saying nothing, or more than one value, is no agreement. Other checks get no verdict.
 */
export function agreementVerdict(check: Check, tests: TestReport, patterns: PatternReport): Verdict[] {
  const agreements = check.pattern?.agreements ?? [];
  if (agreements.length === 0) return [];
  const problems = agreements.flatMap(({ observation }) => {
    const stated = patterns.stated[check.id]?.[observation] ?? [];
    const observed = tests.observed[observation];
    if (stated.length === 1 && stated[0] === observed) return [];
    return [`${observation}: stated ${stated.join(' and ') || 'nothing'}, observed ${observed ?? 'nothing'}`];
  });
  if (problems.length === 0) return [{ verdict: 'pass' }];
  if (testsUnknown(agreements, tests)) return [{ verdict: 'not-scored', reason: 'a test that observes behaviour was not scored' }];
  return [{ verdict: 'fail', reason: 'failed', detail: problems.join('; ') }];
}

/** An observation is missing and a test could not be run: what the code does is not known. */
function testsUnknown(agreements: { observation: string }[], tests: TestReport): boolean {
  const missing = agreements.some(({ observation }) => tests.observed[observation] === undefined);
  return missing && Object.values(tests.verdicts).some(({ verdict }) => verdict === 'not-scored');
}
