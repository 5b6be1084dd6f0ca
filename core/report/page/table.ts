import type { Table } from '../table.ts';
import { type Content, type Html, html } from './markup.ts';

export interface TableWords {
  caption: string;
  /** Which column names its row. */
  rowHead: number;
  /** Lets the page's script sort it by its heads. */
  sortable?: boolean;
}

/** A table in a box of its own, which scrolls where the page is too narrow. */
export function htmlTable({ columns, rows }: Table, { caption, rowHead, sortable = false }: TableWords): Html {
  const side = (column: number) => (columns[column]?.align === 'right' ? 'right' : 'left');
  const heads = columns.map(({ head }, column) => html`<th scope="col" class="${side(column)}">${head}</th>`);
  const cell = (text: string, column: number) =>
    column === rowHead ? html`<th scope="row" class="${side(column)}">${text}</th>` : html`<td class="${side(column)}">${text}</td>`;
  const body = rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`);
  const table = html`<table${sortable && html` data-sortable`}>
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody>
</table>`;
  return scrolling(caption, table);
}

/** A box that scrolls sideways, by keyboard as well. */
export function scrolling(label: string, content: Content): Html {
  return html`<div class="scrolling" role="region" aria-label="${label}" tabindex="0">${content}</div>\n`;
}
