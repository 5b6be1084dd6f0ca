import { count } from './numbers.ts';
import type { Audit, ScoredAgain, SweepRecord } from './sweep-record.ts';

/** How far the verdicts themselves can be relied on: the grader's own variation, apart from the models'. */
export function gradingSection(record: SweepRecord): string {
  const lines = gradingLines(record).map((line) => `- ${line}\n`);
  return `## Grading\n\n${lines.join('')}`;
}

/** The section's lines, in Markdown. */
export function gradingLines({ sweep, audit, scoredAgain }: SweepRecord): string[] {
  return [...scoredAgain.map(scoredLine), audit === null ? unverified(sweep) : auditLine(audit)];
}

const unverified = (sweep: string): string =>
  `Not verified since: \`specgen verify ${sweep}\` grades every response anew and holds this report against what is stored.`;

export function auditLine({ at, responses, regraded, verdicts, differing, problems }: Audit): string {
  const share = regraded === responses ? `all ${count(responses)} responses` : `${count(regraded)} of ${count(responses)} responses`;
  const variation =
    differing === 0
      ? 'The grader adds nothing to the variation in the intervals above: that is the models’ own'
      : `**The intervals above hold ${count(differing)} verdicts of the grader’s own variation**`;
  const rest = problems === 0 ? 'Every hash, file and number was as stored.' : `**${count(problems)} things were not as stored.**`;
  return `Verified ${at.slice(0, 10)}: ${share} graded anew, ${count(differing)} of ${count(verdicts)} verdicts differ. ${variation}. ${rest}`;
}

function scoredLine({ at, moved, levels, versions }: ScoredAgain): string {
  const names = Object.keys(levels);
  const why = names.length === 0 ? 'with the same levels' : `since ${names.join(', ')} changed`;
  const tools = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `Scored again ${at.slice(0, 10)}, ${why} (${tools.join(', ')}): the points of ${count(moved)} trials moved.`;
}
