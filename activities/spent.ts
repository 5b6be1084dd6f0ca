import { type LedgerEntry, spentBy } from '../core/ledger.ts';
import type { PlannedModel, SweepPlan } from '../core/sweep-plan.ts';
import { type Spent, trialPlace, trialsOf } from '../core/trial.ts';
import type { Store } from '../storage/store/store.ts';
import { TrialFiles } from './trial-files.ts';

/** What earlier runs of a sweep have spent on a model, as its trials' copies of the ledger tell; null where nothing. */
export async function spentBefore(store: Store, plan: SweepPlan, model: PlannedModel): Promise<Spent | null> {
  if (model.price === null) return null;
  const { qualifying, others } = trialsOf(plan, model);
  const spent: Spent = {};
  for (const trial of [...qualifying, ...others]) {
    const text = await new TrialFiles(store, trial).find('ledger.json');
    const usd = text === null ? 0 : spentBy(plan.sweep, JSON.parse(text) as LedgerEntry[]);
    if (usd > 0) spent[trialPlace(trial)] = usd;
  }
  return Object.keys(spent).length === 0 ? null : spent;
}
