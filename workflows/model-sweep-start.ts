import type { PlannedModel, SweepPlan } from '../core/sweep-plan.ts';
import type { ModelTally } from '../core/tally.ts';
import { type Spent, type Trial, trialPlace } from '../core/trial.ts';
import type { Hold } from './hold.ts';
import type { MishapState } from './mishaps.ts';
import type { PaceState } from './pace.ts';
import type { PurseState } from './purse.ts';

/** All that a run hands to the one that continues it; trials are named by their place in `trialsOf`. */
export interface ModelSweepStart {
  plan: SweepPlan;
  model: PlannedModel;
  /** What earlier runs of the sweep have spent on it. */
  spent: Spent;
  handedOver?: {
    tally: ModelTally;
    next: number;
    again: number[];
    ungraded: number[];
    hold: Hold | null;
    mishaps: MishapState;
    pace: PaceState;
    purse: PurseState;
  };
}

/** What earlier runs of the sweep have spent, by the place of a trial in the model's list. */
export function spentBefore(spent: Spent, trials: Trial[]): Record<number, number> {
  const places = trials.map((trial, index) => [index, spent[trialPlace(trial)] ?? 0] as const);
  return Object.fromEntries(places.filter(([, usd]) => usd > 0));
}
