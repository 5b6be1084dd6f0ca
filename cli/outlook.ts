import path from 'node:path';
import { builtinAnswer } from '../activities/builtin-answers.ts';
import type { PastResponse } from '../core/estimate.ts';
import { renderPrompt } from '../core/prompt.ts';
import type { Telemetry } from '../core/report/telemetry.ts';
import type { ModelIdentity } from '../core/response.ts';
import type { PlannedModel, SweepPlan } from '../core/sweep-plan.ts';
import { createProviders } from '../providers/create-providers.ts';
import type { ModelRequest } from '../providers/provider.ts';
import { readLevel } from '../storage/levels.ts';
import { ownSpecs } from '../storage/places.ts';
import { contentKey } from '../storage/responses/content-key.ts';
import { ResponseStore } from '../storage/responses/response-store.ts';
import type { Store } from '../storage/store/store.ts';
import { patienceMs, problemOf } from './offers.ts';

/** Responses that sweeps here have reported; a report that cannot be read tells nothing. */
export async function pastResponses(store: Store): Promise<PastResponse[]> {
  const past: PastResponse[] = [];
  for (const { name } of await store.entries(''))
    past.push(...(telemetryOf(await store.find(`${name}/report/telemetry.json`))?.trials ?? []));
  return past;
}

function telemetryOf(text: string | null): Telemetry | null {
  try {
    return text === null ? null : (JSON.parse(text) as Telemetry);
  } catch {
    return null;
  }
}

/** How many samples of each level a model would still be asked for; unknown where its provider does not say what it is. */
export async function unansweredOf(
  store: Store,
  plan: SweepPlan,
  model: PlannedModel,
): Promise<{ unanswered: Map<string, number> | null; problem: string | null }> {
  if (!plan.handling.reuse) return { unanswered: null, problem: null };
  const unanswered = new Map<string, number>();
  let identity: ModelIdentity | null = null;
  for (const { name } of plan.levels) {
    // a built-in model is another one for each level; the others are asked once
    if (identity === null || model.endpoint.provider === 'builtin') {
      const found = await identityOf(plan, model, name);
      if (!found.identity) return { unanswered: null, problem: found.problem };
      identity = found.identity;
    }
    unanswered.set(name, await unansweredSamples(new ResponseStore(store), plan, identity, (await questionOf(plan, model, name)).prompt));
  }
  return { unanswered, problem: null };
}

/** What a model's provider says that it is, asked about one level; or why it cannot be asked. */
export async function identityOf(
  plan: SweepPlan,
  model: PlannedModel,
  level: string,
): Promise<{ identity: ModelIdentity } | { identity: null; problem: string; error: unknown }> {
  const provider = createProviders(builtinAnswer, async () => false)(model.endpoint);
  try {
    return { identity: await provider.identify(await questionOf(plan, model, level)) };
  } catch (error) {
    return { identity: null, problem: problemOf(error, model.endpoint), error };
  }
}

async function questionOf({ specs, sampling }: SweepPlan, { endpoint, name: model }: PlannedModel, name: string): Promise<ModelRequest> {
  const folder = specs ?? ownSpecs();
  const prompt = renderPrompt(await readLevel(folder, name));
  return { endpoint, model, prompt, sampling, level: path.join(folder, name), signal: AbortSignal.timeout(patienceMs) };
}

async function unansweredSamples(
  responses: ResponseStore,
  { sampling, samples }: SweepPlan,
  identity: ModelIdentity,
  prompt: string,
): Promise<number> {
  let missing = 0;
  for (let sample = 1; sample <= samples; sample += 1) {
    const key = contentKey({ identity, prompt, sampling: { ...sampling, seed: sampling.seed + sample }, sample });
    if ((await responses.peek(key)) === null) missing += 1;
  }
  return missing;
}
