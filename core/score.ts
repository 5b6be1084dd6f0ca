import { agreementVerdict } from './agreement.ts';
import type { CompileReport, PatternReport, TestReport } from './grading-reports.ts';
import type { Check, CheckKind, LevelFormat } from './level.ts';
import { applyNeeds } from './needs.ts';
import type { Verdict, Verdicts } from './verdict.ts';

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

/**
 * Joins the three reports of grading to a score. A check passes when every report that judges it passes it, and
 * - every group of its needs has a member that passed, else it fails with `needs …`, or is not scored where that
 *   cannot be told;
 * - what its prose states agrees with what the tests observed;
 * - a pattern or abstain check of a feasible level is forfeited by the statement that the level is infeasible. That
 *   comes first, as it does not depend on the code.
 * Throws when checks need each other in a circle.
 */
export function scoreTrial(
  level: LevelFormat & { name: string },
  compile: CompileReport,
  tests: TestReport,
  patterns: PatternReport,
): Score {
  const forfeits = level.feasible === true && patterns.feasibility === 'infeasible';
  const forfeited = (check: Check) => (forfeits && (check.kind === 'pattern' || check.kind === 'abstain') ? falseInfeasible : undefined);
  const own = (check: Check) => joinVerdicts([...given(check.id, [compile, tests, patterns]), ...agreementVerdict(check, tests, patterns)]);
  const verdicts = applyNeeds(level.checks, forfeited, own);
  const checks = level.checks.map((check) => scoreCheck(check, verdicts.get(check.id) ?? unjudged));
  return {
    level: level.name,
    points: sum(checks.map((check) => check.points)),
    earned: sumKnown(checks.map((check) => check.earned)),
    checks,
  };
}

const falseInfeasible: Verdict = { verdict: 'fail', reason: 'false-infeasible' };
const unjudged: Verdict = { verdict: 'not-scored', reason: 'no report judges this check' };

function given(id: string, reports: { verdicts: Verdicts }[]): Verdict[] {
  return reports.flatMap((report) => report.verdicts[id] ?? []);
}

/** The first failure, else the first verdict that could not be told, else a pass. */
function joinVerdicts(verdicts: Verdict[]): Verdict {
  return (
    verdicts.find(({ verdict }) => verdict === 'fail') ??
    verdicts.find(({ verdict }) => verdict === 'not-scored') ??
    verdicts[0] ??
    unjudged
  );
}

function scoreCheck({ id, kind, points }: Check, verdict: Verdict): CheckScore {
  const earned = verdict.verdict === 'pass' ? points : verdict.verdict === 'fail' ? 0 : null;
  return { id, kind, points, earned, ...verdict };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function sumKnown(numbers: (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === numbers.length ? sum(known) : null;
}
