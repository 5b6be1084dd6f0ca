import { smallestDifference } from '../statistics.ts';
import { decimal } from './numbers.ts';

/** The smallest difference that would mostly be seen in a table over so many levels. */
export function resolutionNote(levels: number, samples: number): string {
  const size = `${levels} ${levels === 1 ? 'level' : 'levels'}, ${samples} ${samples === 1 ? 'sample' : 'samples'} each`;
  return `Differences of two models below about ${decimal(100 * smallestDifference(levels, samples), 0)} points of 100 would mostly not be seen (${size}).`;
}
