import { textTable } from '../../core/report/table.ts';

/** What a part tells: lines while it works, and the figures that count. */
export interface Report {
  line(text: string): void;
  /** `wanted` says what it should be, in the same unit. */
  figure(what: string, found: string, wanted?: string): void;
}

/** Lines go to standard error; figures are kept for a table. */
export class Figures implements Report {
  readonly #rows: string[][] = [];

  line(text: string): void {
    process.stderr.write(`bench: ${text}\n`);
  }

  figure(what: string, found: string, wanted = ''): void {
    this.#rows.push([what, found, wanted]);
    // a later part that fails must not take what was measured with it
    this.line(`${what}: ${found}`);
  }

  table(): string {
    const columns = ['found', 'wanted'].map((head) => ({ head, align: 'right' as const }));
    return textTable([{ head: 'figure', align: 'left' }, ...columns], this.#rows);
  }
}
