import { type ModelResult, type Results, ranked } from '../results.ts';
import { decimal, intervalText, unknown } from './numbers.ts';
import { tiers } from './summary.ts';
import { type Column, markdownTable, type Table } from './table.ts';

/** The leaderboard, best model first. */
export function leaderboardTable(results: Results): Table {
  return { columns: columnsOf(results), rows: rowsOf(results) };
}

/** The leaderboard in Markdown. */
export function markdownLeaderboard(results: Results): string {
  const { columns, rows } = leaderboardTable(results);
  return markdownTable(columns, rows);
}

function presentTiers(results: Results) {
  return tiers.filter((tier) => results.levels.some((level) => level.tier === tier));
}

function columnsOf(results: Results): Column[] {
  const inTiers = presentTiers(results).map((tier): Column => ({ head: tier, align: 'right' }));
  return [
    { head: '#', align: 'right' },
    { head: 'model', align: 'left' },
    { head: 'points', align: 'right' },
    { head: '%', align: 'right' },
    { head: 'on these levels', align: 'right' },
    { head: 'on levels like these', align: 'right' },
    ...inTiers,
    { head: 'scored', align: 'right' },
  ];
}

function rowsOf(results: Results): string[][] {
  return ranked(results.models).map((model, index) => [
    model.total.percent === null ? unknown : String(index + 1),
    model.model,
    pointsText(model.total),
    decimal(model.total.percent),
    intervalText(model.total.onTheseLevels),
    intervalText(model.total.onLevelsLikeThese),
    ...presentTiers(results).map((tier) => pointsText(model.tiers[tier])),
    `${model.total.scored}/${model.total.trials}`,
  ]);
}

/** `31.4/40`; where trials lack a score, the range that their scores leave open: `28.0–33.0/40`. */
function pointsText(summary: ModelResult['total'] | undefined): string {
  if (summary === undefined) return unknown;
  const { earned, bounds, points } = summary;
  if (bounds !== null) return `${decimal(bounds.low)}–${decimal(bounds.high)}/${points}`;
  return `${decimal(earned)}/${points}`;
}
