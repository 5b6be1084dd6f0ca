import type { CheckScore } from '../../score.ts';
import { type Html, html, verbatim } from '../page/markup.ts';
import { scrolling } from '../page/table.ts';
import type { LevelRecord, TrialRecord } from '../sweep-record.ts';

/** Every check of the level with its verdict; failed ones with reason and detail. */
export function verdictTable(level: LevelRecord, { score }: TrialRecord): Html {
  const found = new Map(score?.checks.map((check) => [check.id, check]));
  const rows = level.checks.map(({ id, kind, points, title }) => {
    const check = found.get(id);
    return html`<tr><th scope="row">${id} ${title}</th><td>${kind}</td><td class="right">${check?.earned ?? '–'}/${points}</td>${verdictCell(check)}</tr>\n`;
  });
  return scrolling(
    'Checks',
    html`<table>
<caption>What each check found</caption>
<thead><tr><th scope="col">check</th><th scope="col">kind</th><th scope="col" class="right">points</th><th scope="col">verdict</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`,
  );
}

function verdictCell(check: CheckScore | undefined): Html {
  if (check === undefined) return html`<td>not graded yet</td>`;
  if (check.verdict === 'pass') return html`<td class="pass">pass</td>`;
  if (check.verdict === 'not-scored') return html`<td>not scored: ${check.reason}</td>`;
  const detail = check.detail ? verbatim(check.detail) : null;
  return html`<td><span class="fail">${check.reason}</span>${detail}</td>`;
}
