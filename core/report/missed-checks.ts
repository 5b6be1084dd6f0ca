import type { CheckKind } from '../level.ts';
import type { Results } from '../results.ts';
import { markdownTable, type Table } from './table.ts';

/** A check over all models. */
interface CheckRecord {
  level: number;
  id: string;
  title: string;
  kind: CheckKind;
  points: number;
  passed: number;
  scored: number;
}

/** Every check with a scored trial, the least often passed first. */
function checkRecords({ levels, models }: Results): CheckRecord[] {
  const records = levels.flatMap((level) =>
    level.checks.map(({ id, title, kind, points }) => {
      const found = models.flatMap((model) => model.levels[level.name]?.checks[id] ?? []);
      const passed = found.reduce((sum, check) => sum + check.passed, 0);
      const failed = found.reduce((sum, check) => sum + Object.values(check.failed).reduce((all, times) => all + times, 0), 0);
      return { level: level.number, id, title, kind, points, passed, scored: passed + failed };
    }),
  );
  return records.filter(({ scored }) => scored > 0).sort((a, b) => a.passed / a.scored - b.passed / b.scored);
}

const shown = 20;

/** The checks that most answers miss. */
export function missedSection(results: Results): string {
  const { columns, rows } = missedTable(results);
  if (rows.length === 0) return '## Checks that models miss\n\nNone.\n';
  const rest = rows.length > shown ? `\nThe ${rows.length - shown} others are under Levels.\n` : '';
  return `## Checks that models miss\n\nOver all models, the least often passed first.\n\n${markdownTable(columns, rows.slice(0, shown))}${rest}`;
}

/** Every check that was missed, the least often passed first. */
export function missedTable(results: Results): Table {
  const missed = checkRecords(results).filter(({ passed, scored }) => passed < scored);
  return {
    columns: [
      { head: 'check', align: 'left' },
      { head: 'what it asks', align: 'left' },
      { head: 'kind', align: 'left' },
      { head: 'points', align: 'right' },
      { head: 'passed', align: 'right' },
    ],
    rows: missed.map(({ level, id, title, kind, points, passed, scored }) => [
      `L${level} ${id}`,
      title,
      kind,
      String(points),
      `${passed}/${scored}`,
    ]),
  };
}
