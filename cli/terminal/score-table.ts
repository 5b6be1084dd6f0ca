import type { Score } from '../../core/score.ts';

/** A score, a line for each check, with what the harness says of those that failed. */
export function scoreTable(score: Score): string {
  const width = Math.max(...score.checks.map((check) => check.kind.length));
  const lines = score.checks.map((check) => {
    const found = check.verdict === 'pass' ? 'pass' : check.reason;
    const detail = check.verdict === 'fail' && check.detail ? `\n${check.detail.replace(/^/gm, '      ')}` : '';
    return `  ${check.id}  ${check.kind.padEnd(width)}  ${check.earned ?? '?'}/${check.points}  ${found}${detail}`;
  });
  return [`${score.level}: ${score.earned ?? 'not scored'} of ${score.points} points`, ...lines].join('\n');
}
