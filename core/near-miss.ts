/**
 * How many letters must be put in, taken out, changed or swapped with their neighbour to make one word the other: Damerau's
 * distance in its form of optimal string alignment.
 */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    rows.push(line);
    for (let column = 1; column <= other.length; column += 1) {
      const changed = one[row - 1] === other[column - 1] ? 0 : 1;
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const ways = [at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + changed];
      line.push(Math.min(...ways, swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY));
    }
  }
  return at(one.length, other.length);
}

/** The name that was probably meant: at most three letters off, and fewer than half of them; null where none is near. */
export function nearest(wanted: string, existing: readonly string[]): string | null {
  const near = existing
    .map((name) => ({ name, off: distance(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, off }) => off <= 3 && off < Math.max(name.length, wanted.length) / 2)
    .sort((a, b) => a.off - b.off);
  return near[0]?.name ?? null;
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(wanted: string, existing: readonly string[]): string {
  const name = nearest(wanted, existing);
  return name === null ? '' : `; did you mean "${name}"?`;
}
