/**
 * JSON with sorted keys, indented by two spaces, one line feed at the end: the same value gives the same bytes,
 * however it was put together. Numbers are rounded to four decimals. `undefined` fields are left out.
 */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(value, sorted, 2)}\n`;
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 10_000) / 10_000;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
