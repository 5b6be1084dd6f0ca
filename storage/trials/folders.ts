import path from 'node:path';
import { modelSlug } from './model-slug.ts';

/** Folder names of `output/` that are no sweeps. */
const reserved = new Set(['responses']);

/** `output/<sweep>`; throws for a name that is not one folder name. */
export function sweepFolder(outputFolder: string, sweep: string): string {
  if (reserved.has(sweep)) throw new Error(`a sweep cannot be called "${sweep}": the folder of that name holds what sweeps share`);
  return path.join(outputFolder, oneName(sweep));
}

/** `output/<sweep>/<model slug>/<level>/<sample>`. */
export function trialFolder(outputFolder: string, trial: { sweep: string; model: string; level: string; sample: number }): string {
  return path.join(sweepFolder(outputFolder, trial.sweep), modelSlug(trial.model), oneName(trial.level), String(trial.sample));
}

function oneName(name: string): string {
  if (/^[^./\\][^/\\]*$/.test(name)) return name;
  throw new Error(`expected the name of a folder, found "${name}": it may neither be empty, begin with a dot nor contain a slash`);
}
