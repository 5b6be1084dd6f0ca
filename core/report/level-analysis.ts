import { type LevelResult, type Results, ranked } from '../results.ts';
import { columnNote } from './matrix.ts';
import { unknown } from './numbers.ts';
import type { LevelRecord } from './sweep-record.ts';
import { type Column, escapeMarkdown, markdownTable, type Table } from './table.ts';

/** Per level: how often each model passed each check, and why the checks failed, all models together. */
export function levelSection(results: Results): string {
  return `## Levels\n\n${levelNote(results)}\n\n${results.levels.map((level) => analysis(level, results)).join('\n')}`;
}

/** How to read the tables of checks. */
export function levelNote(results: Results): string {
  return `Passed of scored trials for each check. ${columnNote(results)}`;
}

function analysis(level: LevelRecord, results: Results): string {
  const { columns, rows } = checkTable(level, results);
  return `### L${level.number} ${escapeMarkdown(level.title)} (${level.tier}, ${level.points} points)\n\n${markdownTable(columns, rows)}`;
}

/** Checks of a level × models: passed of scored trials, and the reasons of failures. */
export function checkTable(level: LevelRecord, results: Results): Table {
  const models = ranked(results.models);
  const columns: Column[] = [
    { head: 'check', align: 'left' },
    ...models.map(({ model }): Column => ({ head: model, align: 'right' })),
    { head: 'failed because', align: 'left' },
  ];
  const found = models.map((model) => model.levels[level.name]);
  const rows = level.checks.map(({ id, kind, points, title }) => [
    `${id} ${title} (${kind}, ${points})`,
    ...found.map((result) => passedText(result, id)),
    reasonsText(found, id),
  ]);
  return { columns, rows };
}

function passedText(result: LevelResult | undefined, id: string): string {
  const check = result?.checks[id];
  if (check === undefined) return unknown;
  const scored = check.passed + total(Object.values(check.failed));
  return scored === 0 ? unknown : `${check.passed}/${scored}`;
}

/** Reasons over all models, the most frequent first. */
function reasonsText(found: (LevelResult | undefined)[], id: string): string {
  const sums = new Map<string, number>();
  for (const [reason, times] of found.flatMap((result) => Object.entries(result?.checks[id]?.failed ?? {}))) {
    sums.set(reason, (sums.get(reason) ?? 0) + times);
  }
  const entries = [...sums].sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1));
  return entries.map(([reason, times]) => `${reason} ${times}×`).join(', ');
}

function total(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
