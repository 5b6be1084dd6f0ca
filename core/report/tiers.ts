import { type Results, ranked } from '../results.ts';
import { decimal, intervalText, unknown } from './numbers.ts';
import { resolutionNote } from './resolution.ts';
import { tiers } from './summary.ts';
import { type Column, markdownTable, type Table } from './table.ts';

/** Percent of each tier with its interval on these levels, and how often an answer earns full marks. */
export function tierSection(results: Results): string {
  const { columns, rows } = tierTable(results);
  return `## Tiers and full marks\n\n${tierNote(results)}\n\n${markdownTable(columns, rows)}`;
}

const reading =
  'Intervals are on these levels. pass@k: chance that at least one of k samples earns all points of a level, averaged over levels.';

/** How to read the table of tiers, and what can be seen in the tier of the fewest levels. */
export function tierNote({ levels, input }: Results): string {
  const sizes = tiers.map((tier) => levels.filter((level) => level.tier === tier).length);
  return `${reading} ${resolutionNote(Math.min(...sizes.filter((size) => size > 0)), input.samples)}`;
}

export function tierTable(results: Results): Table {
  const present = tiers.filter((tier) => results.levels.some((level) => level.tier === tier));
  const tries = [...new Set([1, results.input.samples])];
  const heads = [...present.flatMap((tier) => [`${tier} %`, 'interval']), ...tries.map((k) => `pass@${k}`)];
  const columns: Column[] = [{ head: 'model', align: 'left' }, ...heads.map((head): Column => ({ head, align: 'right' }))];
  const rows = ranked(results.models).map((model) => [
    model.model,
    ...present.flatMap((tier) => [decimal(model.tiers[tier]?.percent ?? null), intervalText(model.tiers[tier]?.onTheseLevels ?? null)]),
    ...tries.map((k) => share(model.total.passAt[k] ?? null)),
  ]);
  return { columns, rows };
}

function share(value: number | null): string {
  return value === null ? unknown : value.toFixed(2);
}
