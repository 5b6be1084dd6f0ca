import { fenced } from '../../fence.ts';
import type { CheckKind } from '../../level.ts';
import { type Summary, summarise } from '../../report/summary.ts';
import type { LevelRecord, TrialRecord } from '../../report/sweep-record.ts';
import type { CheckScore, Score } from '../../score.ts';
import { kindsOf, levelsOfKind, scoreOfKind, trialsOfKind } from '../by-kind.ts';
import type { InspectEvalScore, InspectScore } from './format.ts';

/** The scorer that stands for the whole trial; the others are named for the kind of their checks. */
export const wholeTrial = 'points';

/**
 * `points`, the share of the level's points, and one score for each kind of check that the level has. A trial without
 * points has no score: neither zero nor the format's NaN, which is no JSON.
 */
export function sampleScores(level: LevelRecord, trial: TrialRecord): Record<string, InspectScore> {
  const whole: [string, Score | null] = [wholeTrial, trial.score];
  const kinds = kindsOf([level]).map((kind): [string, Score | null] => [kind, scoreOfKind(trial.score, kind)]);
  return Object.fromEntries([whole, ...kinds].flatMap(([name, score]) => scoreEntry(name, score, level, trial)));
}

function scoreEntry(name: string, score: Score | null, level: LevelRecord, { metadata }: TrialRecord): [string, InspectScore][] {
  if (score === null || score.earned === null) return [];
  const { earned, points, checks } = score;
  const empty = metadata?.flags.includes('empty') ? ({ reason: 'no_response' } as const) : {};
  const reason = metadata?.stopReason === 'refused' ? ({ reason: 'refusal' } as const) : empty;
  const explanation = checks.map((check) => explained(check, level)).join('');
  const answer = `${earned} of ${pointsText(points)}`;
  return [[name, { value: earned / points, answer, explanation, ...reason, metadata: { earned, points, checks: foundBy(checks) } }]];
}

export const pointsText = (points: number): string => `${points} ${points === 1 ? 'point' : 'points'}`;

/** By check: `pass`, the reason of the failure, or `not-scored` and why. */
export const foundBy = (checks: CheckScore[]): Record<string, string> =>
  Object.fromEntries(checks.map((check) => [check.id, wordOf(check)]));

const wordOf = (check: CheckScore): string =>
  check.verdict === 'pass' ? 'pass' : check.verdict === 'fail' ? check.reason : `not-scored: ${check.reason}`;

function explained(check: CheckScore, { checks }: LevelRecord): string {
  const title = checks.find(({ id }) => id === check.id)?.title ?? '';
  const found = check.verdict === 'pass' ? 'passed' : `**${wordOf(check)}**`;
  const detail = check.verdict === 'fail' && check.detail ? `\n${fenced(check.detail)}` : '';
  return `**${check.id}** (${check.kind}, ${pointsText(check.points)}) ${title}: ${found}\n${detail}\n`;
}

/** The same scorers over all of a model's trials. */
export function resultScores(levels: LevelRecord[], trials: TrialRecord[], samples: number): InspectEvalScore[] {
  const whole = summarise(levels, trials, samples);
  const ofKind = (kind: CheckKind) => {
    const restricted = levelsOfKind(levels, kind);
    const names = new Set(restricted.map(({ name }) => name));
    const concerned = trials.filter(({ level }) => names.has(level));
    return evalScore(kind, summarise(restricted, trialsOfKind(concerned, kind), samples));
  };
  return [evalScore(wholeTrial, whole), ...kindsOf(levels).map(ofKind)];
}

/**
 * `percent` is the share of the points, 0–100, each level's samples averaged first. `stderr` is in percentage points
 * for levels like these, which is what the name means to Inspect; absent where there is none (too little data, or
 * Wilson's interval). Both intervals are in the metadata.
 */
function evalScore(name: string, summary: Summary): InspectEvalScore {
  const metrics = {
    percent: summary.percent,
    stderr: summary.onLevelsLikeThese?.standardError ?? null,
    ...Object.fromEntries(Object.entries(summary.passAt).map(([k, value]) => [`pass@${k}`, value])),
  };
  const known = Object.entries(metrics).flatMap(([metric, value]) => (value === null ? [] : [[metric, { name: metric, value }] as const]));
  return {
    name,
    scorer: name,
    reducer: 'mean',
    scored_samples: summary.scored,
    unscored_samples: summary.trials - summary.scored,
    metrics: Object.fromEntries(known),
    metadata: { ...summary },
  };
}
