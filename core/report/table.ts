/** A column: its heading and where its cells stand. */
export interface Column {
  head: string;
  align: 'left' | 'right';
}

/** A table before it is written as text, Markdown or HTML. */
export interface Table {
  columns: Column[];
  rows: string[][];
}

/** A table as fixed-width text without trailing blanks, columns two blanks apart. */
export function textTable(columns: Column[], rows: string[][]): string {
  const widths = columns.map(({ head }, index) => Math.max(width(head), ...rows.map((row) => width(row[index] ?? ''))));
  const line = (cells: string[]) => columns.map(({ align }, index) => pad(cells[index] ?? '', widths[index] ?? 0, align)).join('  ');
  return [columns.map(({ head }) => head), ...rows].map((cells) => `${line(cells).trimEnd()}\n`).join('');
}

/** A table in GitHub's Markdown. Cells are shown as they are, whatever characters they hold. */
export function markdownTable(columns: Column[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`;
  const rule = columns.map(({ align }) => (align === 'right' ? '---:' : '---'));
  return [columns.map(({ head }) => escapeMarkdown(head)), rule, ...rows.map((row) => row.map(escapeMarkdown))].map(line).join('');
}

/** Text that Markdown shows as it is, on one line. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#&~]/g, (sign) => `\\${sign}`);
}

/** Characters as terminals count them, for the scripts that names are written in here. */
function width(text: string): number {
  return [...text].length;
}

function pad(text: string, to: number, align: Column['align']): string {
  const blanks = ' '.repeat(Math.max(0, to - width(text)));
  return align === 'left' ? text + blanks : blanks + text;
}
