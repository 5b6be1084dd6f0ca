import { preparationQueue } from '../core/queues.ts';
import type { PlannedModel } from '../core/sweep-plan.ts';

/** Does a worker poll this queue? */
export type IsPolled = (queue: string) => Promise<boolean>;

/** A model of a provider or endpoint that has workers of its own is asked for there, the others wherever all are answered. */
export async function placed(model: PlannedModel, isPolled: IsPolled): Promise<PlannedModel> {
  const preparation = preparationQueue(model.endpoint.name);
  return (await isPolled(preparation)) ? { ...model, preparation } : model;
}
