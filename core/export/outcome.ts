import type { TrialRecord } from '../report/sweep-record.ts';

/** Why a trial has no points, in words; null where it has. */
export function whyUnscored({ metadata, score, trouble }: TrialRecord): string | null {
  if (metadata === null) return trouble === undefined ? 'no response yet' : `no response: ${trouble}`;
  if (score === null) return 'not graded yet';
  if (score.earned !== null) return null;
  const unknown = score.checks.flatMap((check) => (check.verdict === 'not-scored' ? [`${check.id}: ${check.reason}`] : []));
  return `not scored: ${unknown.join('; ')}`;
}

/** Whether a sweep that goes on may still change the trial. */
export const isOpen = ({ metadata, score, trouble }: TrialRecord): boolean => (metadata === null ? trouble === undefined : score === null);
