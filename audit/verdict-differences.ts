import type { Score } from '../core/score.ts';
import type { Verdict, Verdicts } from '../core/verdict.ts';

/** A check whose verdict was one thing and is another. */
export interface VerdictDifference {
  check: string;
  stored: string;
  now: string;
}

const wordOf = (verdict: Verdict | undefined): string =>
  verdict === undefined ? 'no verdict' : verdict.verdict === 'pass' ? 'pass' : `${verdict.verdict}: ${verdict.reason}`;

/** Checks whose verdicts or reasons differ. Details are for people and are left aside. */
export function verdictDifferences(stored: Verdicts, now: Verdicts): VerdictDifference[] {
  const ids = [...new Set([...Object.keys(stored), ...Object.keys(now)])].sort();
  return ids.flatMap((check) => {
    const [before, after] = [wordOf(stored[check]), wordOf(now[check])];
    return before === after ? [] : [{ check, stored: before, now: after }];
  });
}

/** The verdicts of a score, points included: `pass, 2 of 2`. */
export function scoreDifferences(stored: Score, now: Score): VerdictDifference[] {
  const words = (score: Score) =>
    new Map<string, string>([
      ...score.checks.map((check) => [check.id, `${wordOf(check)}, ${check.earned ?? '?'} of ${check.points}`] as const),
      ['all', `${score.earned ?? 'not scored'} of ${score.points}`],
    ]);
  const [before, after] = [words(stored), words(now)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((check) => {
    const [one, other] = [before.get(check) ?? 'no such check', after.get(check) ?? 'no such check'];
    return one === other ? [] : [{ check, stored: one, now: other }];
  });
}

export const differenceLine = ({ check, stored, now }: VerdictDifference): string => `${check}: stored ${stored}, found ${now}`;
