import { duration } from '../numbers.ts';

/** Where a logarithmic axis has its ticks, and what they are called. */
export interface Ticks {
  values: number[];
  name: (value: number) => string;
}

const most = 6;
const [second, minute, hour] = [1000, 60_000, 3_600_000];

/** Round amounts of time, in milliseconds. */
const times = [
  ...[1, 10, 100, second, 3 * second, 10 * second, 30 * second],
  ...[minute, 3 * minute, 10 * minute, 30 * minute, hour, 3 * hour, 10 * hour, 30 * hour, 100 * hour, 300 * hour, 1000 * hour],
];

/** Ticks at round durations between these, in milliseconds. */
export function durationTicks(low: number, high: number): Ticks {
  return { values: thinned(within(times, low, high)), name: (value) => duration(value).replace(/ 0 (s|min)$|\.0(?= s)/, '') };
}

/** Ticks at round amounts of dollars between these. */
export function costTicks(low: number, high: number): Ticks {
  const decades = Array.from({ length: 16 }, (_, index) => index - 8);
  const fine = decades.flatMap((decade) => [1, 2, 5].map((times) => Number(`${times}e${decade}`)));
  return { values: thinned(within(fine, low, high)), name: (value) => `$${Number(value.toPrecision(3))}` };
}

const within = (values: number[], low: number, high: number): number[] => values.filter((value) => value >= low && value <= high);

/** Every second, third, … so that there is room for their names. */
function thinned(values: number[]): number[] {
  const step = Math.ceil(values.length / most);
  return values.filter((_, index) => index % step === 0);
}
