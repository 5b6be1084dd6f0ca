import { readSweepRecord } from '../activities/sweep-record.ts';
import { didYouMean } from '../core/near-miss.ts';
import type { LevelRecord, SweepRecord, TrialRecord } from '../core/report/sweep-record.ts';
import type { Store } from '../storage/store/store.ts';
import { UserError } from './exit.ts';

/** A sweep as what is stored tells it. */
export const storedSweep = (store: Store, sweep: string): Promise<SweepRecord> => readSweepRecord(store, sweep);

/** Full names, and what stands behind the provider. */
const nameable = (models: string[]): string[] => models.flatMap((model) => [model, model.slice(model.indexOf(':') + 1)]);

/** A model by its full name, or by an end of it that no other has: `qwen2.5-coder:32b` for `ollama:qwen2.5-coder:32b`. */
export function modelOf({ models, sweep }: SweepRecord, wanted: string): string {
  if (models.includes(wanted)) return wanted;
  const found = models.filter((model) => model.endsWith(`:${wanted}`));
  if (found.length === 1) return found[0]!;
  throw new UserError(`${sweep} has no model "${wanted}"; it has ${models.join(', ')}${didYouMean(wanted, nameable(models))}`);
}

/** A level by its number or the name of its folder. */
export function storedLevel({ levels, sweep }: SweepRecord, wanted: string): LevelRecord {
  const found = levels.find(({ name, number }) => name === wanted || String(number) === wanted.replace(/^L/i, ''));
  if (found) return found;
  const folders = levels.map(({ name }) => name);
  throw new UserError(
    `${sweep} has no level "${wanted}"; it has ${levels.map(({ number }) => number).join(', ')}${didYouMean(wanted, folders)}`,
  );
}

export function trialOf(record: SweepRecord, model: string, level: LevelRecord, sample: string): TrialRecord {
  const found = record.trials.find((trial) => trial.model === model && trial.level === level.name && String(trial.sample) === sample);
  if (found) return found;
  throw new UserError(`${record.sweep} has no sample ${sample}; it has ${record.input.samples}, counted from 1`);
}
