import { type Results, ranked } from '../results.ts';
import { decimal, unknown } from './numbers.ts';
import { resolutionNote } from './resolution.ts';
import { type Column, markdownTable } from './table.ts';

/** Models × levels: mean points of each, the levels by number. */
export function matrixSection(results: Results): string {
  const heads = results.levels.map((level): Column => ({ head: `L${level.number} (${level.points})`, align: 'right' }));
  const rows = ranked(results.models).map((model) => [
    model.model,
    ...results.levels.map((level) => meanPoints(model.levels[level.name]?.earned ?? null)),
  ]);
  return `## Models and levels\n\nMean points; in brackets, what the level is worth. ${columnNote(results)}\n\n${markdownTable([{ head: 'model', align: 'left' }, ...heads], rows)}`;
}

/** What can be seen between two models on one level. */
export function columnNote({ input }: Pick<Results, 'input'>): string {
  return `In one column: ${resolutionNote(1, input.samples).replace(/^D/, 'd')}`;
}

/** Points as a cell of the matrix shows them: one decimal where there is one. */
export function meanPoints(earned: number | null): string {
  return earned === null ? unknown : decimal(earned).replace(/\.0$/, '');
}
