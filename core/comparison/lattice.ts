/** A value that a sum may get, and how likely. Chances of one part sum to 1. */
export type Part = [value: number, chance: number][];

/** Fractions finer than this are rounded: samples of 3, 4 and 5 need 60 cells a point, of 10 and 9 only 90. */
const finest = 400;

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** Cells a point so that fractions with these denominators fall on whole cells. */
export function cellsFor(denominators: number[]): number {
  return Math.min(
    finest,
    denominators.reduce((common, next) => (common * next) / divisor(common, next), 1),
  );
}

/**
 * The chance that the sum of independent parts is as far from 0 as `observed`, or farther: their distribution on a
 * lattice of `cells` a unit, convolved part by part. Exact where all values fall on cells; else each is moved by half
 * a cell at most, and the chance is counted upwards by as much.
 */
export function chanceBeyond(parts: Part[], observed: number, cells: number): number {
  const placed = parts.map((part) => part.map(([value, chance]) => [value * cells, chance] as const));
  const exact = placed.every((part) => part.every(([value]) => Math.abs(value - Math.round(value)) < 1e-6));
  const reach = placed.map((part) => Math.max(...part.map(([value]) => Math.abs(Math.round(value)))));
  const far = reach.reduce((sum, value) => sum + value, 0);
  let sums = new Float64Array(2 * far + 1);
  sums[far] = 1;
  let reached = 0;
  placed.forEach((part, index) => {
    sums = convolved(sums, part, far, reached);
    reached += reach[index] ?? 0;
  });
  const limit = Math.abs(observed) * cells - (exact ? 1e-6 : parts.length / 2 + 0.5);
  let chance = 0;
  sums.forEach((value, place) => {
    if (Math.abs(place - far) >= limit) chance += value;
  });
  return Math.min(1, chance);
}

function convolved(sums: Float64Array<ArrayBuffer>, part: (readonly [number, number])[], zero: number, reached: number) {
  const next = new Float64Array(sums.length);
  for (const [value, chance] of part) {
    const step = Math.round(value);
    for (let place = zero - reached; place <= zero + reached; place++) next[place + step]! += sums[place]! * chance;
  }
  return next;
}
