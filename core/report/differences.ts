import { type Pair, sentenceOf } from '../comparison/pair.ts';
import { countedOut } from '../comparison/significance.ts';
import { type Results, ranked } from '../results.ts';
import { decimal, differenceText, signed } from './numbers.ts';
import { type Column, escapeMarkdown, markdownTable, type Table } from './table.ts';

/** Which models are better than which, and which are not told apart. */
export function differenceSection(results: Results): string {
  if (results.models.length < 2) return '';
  const { columns, rows } = differenceTable(results);
  const table = rows.length === 0 ? '' : `${differenceNote(results)}\n\n${markdownTable(columns, rows)}\n`;
  const list = undecided(results).map((line) => `- ${escapeMarkdown(line)}\n`);
  return `## Which differences are real\n\n${table}${list.join('')}`;
}

/** How to read the table of differences. */
export function differenceNote({ pairs, trials }: Results): string {
  const most = Math.max(...trials.map(({ sample }) => sample));
  const exact = 2 * most <= countedOut ? 'counted out exactly' : 'by its normal approximation, as there are many';
  const pairsOf = pairs.length === 1 ? 'the one pair' : `all ${pairs.length} pairs`;
  return `Each model against the next one. p is the chance of a difference this large between equals, after Holm over ${pairsOf} of the sweep: "on these levels" by dealing out the samples of each level anew, ${exact}; "on levels like these" by turning the signs of the levels' differences, exactly. "Would be seen" is the smallest difference that would mostly be found on these levels among as many pairs.`;
}

/** Each model against the next one. */
export function differenceTable(results: Results): Table {
  return { columns, rows: neighbourPairs(results).map(row) };
}

const columns: Column[] = [
  { head: 'model', align: 'left' },
  { head: 'against', align: 'left' },
  ...['levels', 'difference', 'on these levels', 'p', 'on levels like these', 'p', 'would be seen'].map(
    (head): Column => ({ head, align: 'right' }),
  ),
  { head: 'finding', align: 'left' },
];

function row(pair: Pair): string[] {
  return [
    pair.first,
    pair.second,
    String(pair.levels),
    signed(pair.difference),
    differenceText(pair.onTheseLevels),
    chanceText(pair.adjusted.theseLevels),
    differenceText(pair.onLevelsLikeThese),
    chanceText(pair.adjusted.levelsLikeThese),
    decimal(pair.smallest, 0),
    pair.finding,
  ];
}

export function chanceText(chance: number): string {
  return chance < 0.001 ? '<0.001' : chance.toFixed(3);
}

function neighbourPairs({ models, pairs }: Results): Pair[] {
  const names = ranked(models).map(({ model }) => model);
  return names.flatMap((name, index) => pairs.find(({ first, second }) => first === name && second === names[index + 1]) ?? []);
}

/** For each model the ones that it cannot be told apart from, and those that it cannot be compared with, in sentences. */
export function undecided(results: Results): string[] {
  const { models, pairs } = results;
  const open = pairs.filter(({ finding }) => finding === 'not told apart');
  const all = (models.length * (models.length - 1)) / 2;
  const rest = pairs.length < all ? [`${all - pairs.length} of ${all} pairs have no scored level in common yet and are not compared.`] : [];
  if (pairs.length === 0) return rest;
  if (open.length === 0)
    return [`Every model is told apart from every other${rest.length === 0 ? '' : ' that it is compared with'}.`, ...rest];
  return [...(open.length === 1 ? [sentenceOf(open[0]!)] : equals(results, open)), ...rest];
}

function equals({ models }: Results, open: Pair[]): string[] {
  return ranked(models).flatMap(({ model }) => {
    const others = open.flatMap(({ first, second }) => (first === model ? [second] : second === model ? [first] : []));
    const named = others.length === models.length - 1 ? 'any other' : others.join(', ');
    return others.length === 0 ? [] : [`${model} is not told apart from ${named}`];
  });
}
