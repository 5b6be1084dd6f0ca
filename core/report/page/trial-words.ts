import { decimal, unknown } from '../numbers.ts';
import type { TrialRecord } from '../sweep-record.ts';
import { reasonOf } from '../trouble.ts';

/** What a trial earned, or why that is not known. */
export function earnedWords({ score, ...trial }: TrialRecord, points: number): string {
  if (score?.earned != null) return `${decimal(score.earned).replace(/\.0$/, '')} of ${points} points`;
  return `not scored: ${reasonOf({ score, ...trial })}`;
}

/** `5/5`, or a dash. */
export function earnedOf({ score }: TrialRecord, points: number): string {
  return score?.earned == null ? unknown : `${decimal(score.earned).replace(/\.0$/, '')}/${points}`;
}
