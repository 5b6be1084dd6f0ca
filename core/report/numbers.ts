import type { DifferenceInterval } from '../comparison/intervals.ts';
import type { Interval } from '../statistics.ts';

/** Stands for a number that is not known. */
export const unknown = '–';

/** One decimal, or a dash. */
export function decimal(value: number | null, digits = 1): string {
  return value === null ? unknown : value.toFixed(digits);
}

/** `62.5–81.0`, or "not available"; Wilson's intervals are marked with a w. */
export function intervalText(interval: Interval | null): string {
  if (interval === null) return 'not available';
  return `${decimal(interval.low)}–${decimal(interval.high)}${interval.method === 'wilson' ? ' w' : ''}`;
}

/** `−3.1 to 12.0`, or "not available": the signs of a difference would be lost behind a dash. */
export function differenceText(interval: DifferenceInterval | null): string {
  return interval === null ? 'not available' : `${signed(interval.low)} to ${signed(interval.high)}`;
}

/** `+3.1`, `−0.4`, `0.0`. */
export function signed(value: number): string {
  const text = decimal(Math.abs(value));
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

/** `950 ms`, `12.3 s`, `4 min 10 s`, `3 h 5 min`. */
export function duration(milliseconds: number | null): string {
  if (milliseconds === null) return unknown;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Whole number with thin groups: `12,345`. */
export function count(value: number | null): string {
  return value === null
    ? unknown
    : Math.round(value)
        .toString()
        .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Dollars: cents from a dollar on, four decimals below. */
export function dollars(value: number | null): string {
  if (value === null) return unknown;
  return value === 0 ? '$0' : `$${value.toFixed(value < 1 ? 4 : 2)}`;
}
