import type { Cell, Finding } from './cells.ts';

/** A way to grade answers. */
export interface Contender {
  name: string;
  /** Lays out what the work needs; only what it returns is measured. */
  prepare(cells: Cell[]): Promise<() => Promise<Finding[]>>;
}

/** Throws when a contender does not find what is known about the cells: its cost would mean nothing. */
export function expectFindings(contender: Contender, cells: Cell[], found: Finding[]): void {
  const expected = cells.map((cell) => cell.expected).join(' ');
  if (found.join(' ') === expected) return;
  throw new Error(`"${contender.name}" was expected to find ${expected}, but found ${found.join(' ')}`);
}
