import { type LevelResult, type Results, ranked } from '../../results.ts';
import { columnNote, meanPoints } from '../matrix.ts';
import type { LevelRecord, SweepRecord, TrialRecord } from '../sweep-record.ts';
import { type Html, html } from './markup.ts';
import { scrolling } from './table.ts';
import { addressOf, type ModelFolders, pagePlace } from './trial-place.ts';
import { earnedWords } from './trial-words.ts';

/** One cell: a model on a level with its trials. */
interface Cell {
  id: string;
  model: string;
  level: LevelRecord;
  result: LevelResult | undefined;
  trials: TrialRecord[];
}

/**
 * Models × levels, mean points in each cell, shaded by their share. A cell leads to its trial, or opens the list of
 * them where there are several: by the browser's own popovers, which need no script.
 */
export function heatMap(record: SweepRecord, results: Results, folders: ModelFolders): Html {
  const trials = Map.groupBy(record.trials, ({ model, level }) => `${model}\n${level}`);
  const rows = ranked(results.models).map(({ model, levels }, row) => ({
    model,
    cells: results.levels.map((level, column): Cell => {
      const here = trials.get(`${model}\n${level.name}`) ?? [];
      return { id: `cell-${row}-${column}`, model, level, result: levels[level.name], trials: here };
    }),
  }));
  const heads = results.levels.map(
    ({ number, title, points }) => html`<th scope="col" title="${title}">L${number}<br><small>${points}</small></th>`,
  );
  const body = rows.map(
    ({ model, cells }) => html`<tr><th scope="row">${model}</th>${cells.map((cell) => heatCell(cell, folders))}</tr>\n`,
  );
  const lists = rows.flatMap(({ cells }) => cells.filter((cell) => cell.trials.length > 1).map((cell) => trialList(cell, folders)));
  const caption = 'Mean points of each model on each level';
  return html`<p>Under each level stands what it is worth. The larger the share of that, the stronger the colour; a star marks cells with trials that are not scored. Open a cell for its trials. ${columnNote(results)}</p>
${scrolling(
  caption,
  html`<table class="heat" data-grid>
<caption>${caption}</caption>
<thead><tr><th scope="col">model</th>${heads}</tr></thead>
<tbody>
${body}</tbody>
</table>`,
)}${lists}`;
}

function heatCell(cell: Cell, folders: ModelFolders): Html {
  const { id, trials, result } = cell;
  const star = result !== undefined && result.scored > 0 && result.scored < result.trials ? '*' : '';
  const shown = `${meanPoints(result?.earned ?? null)}${star}`;
  const shade = result?.percent == null ? 'unknown' : `shade-${Math.round(result.percent / 10)}`;
  const [only] = trials;
  if (only === undefined) return html`<td class="unknown">${shown}</td>`;
  const words = `${shown}, ${cell.model} on L${cell.level.number} ${cell.level.title}`;
  const opener =
    trials.length === 1
      ? html`<a href="trials/${addressOf(pagePlace(only, folders))}" aria-label="${words}">${shown}</a>`
      : html`<button type="button" popovertarget="${id}" aria-label="${words}">${shown}</button>`;
  return html`<td class="${shade}">${opener}</td>`;
}

function trialList({ id, model, level, trials }: Cell, folders: ModelFolders): Html {
  const items = trials.map((trial, index) => {
    const focus = index === 0 && html` autofocus`;
    const address = addressOf(pagePlace(trial, folders));
    return html`<li><a href="trials/${address}"${focus}>sample ${trial.sample}: ${earnedWords(trial, level.points)}</a></li>`;
  });
  return html`<div popover id="${id}" role="dialog" aria-labelledby="${id}-title"><h3 id="${id}-title">L${level.number} ${level.title}<br><small>${model}</small></h3><ul>${items}</ul></div>\n`;
}
