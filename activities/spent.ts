import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type LedgerEntry, spentBy } from '../core/ledger.ts';
import type { PlannedModel, SweepPlan } from '../core/sweep-plan.ts';
import { type Spent, trialPlace, trialsOf } from '../core/trial.ts';
import { ifThere } from '../storage/storage-error.ts';
import { TrialFiles } from './trial-files.ts';

/** What earlier runs of a sweep have spent on a model, as its trials' copies of the ledger tell; null where nothing. */
export async function spentBefore(output: string, plan: SweepPlan, model: PlannedModel): Promise<Spent | null> {
  if (model.price === null) return null;
  const { qualifying, others } = trialsOf(plan, model);
  const spent: Spent = {};
  for (const trial of [...qualifying, ...others]) {
    const copy = path.join(new TrialFiles(output, trial).folder, 'ledger.json');
    const text = await ifThere(() => readFile(copy, 'utf8'));
    const usd = text === null ? 0 : spentBy(plan.sweep, JSON.parse(text) as LedgerEntry[]);
    if (usd > 0) spent[trialPlace(trial)] = usd;
  }
  return Object.keys(spent).length === 0 ? null : spent;
}
