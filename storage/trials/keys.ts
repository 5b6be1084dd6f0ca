import { modelSlug } from './model-slug.ts';

/** Names at the top of a store that are no sweeps. */
const reserved = new Set(['responses']);

/** Where a sweep is kept: `<sweep>`; throws for a name that is not one folder name. */
export function sweepKey(sweep: string): string {
  if (reserved.has(sweep)) throw new Error(`a sweep cannot be called "${sweep}": the folder of that name holds what sweeps share`);
  return oneName(sweep);
}

/** Where the report of a sweep is kept: `<sweep>/report`. */
export const reportKey = (sweep: string): string => `${sweepKey(sweep)}/report`;

/** Where a trial is kept: `<sweep>/<model slug>/<level>/<sample>`. */
export function trialKey(trial: { sweep: string; model: string; level: string; sample: number }): string {
  return [sweepKey(trial.sweep), modelSlug(trial.model), oneName(trial.level), String(trial.sample)].join('/');
}

function oneName(name: string): string {
  if (/^[^./\\][^/\\]*$/.test(name)) return name;
  throw new Error(`expected the name of a folder, found "${name}": it may neither be empty, begin with a dot nor contain a slash`);
}
