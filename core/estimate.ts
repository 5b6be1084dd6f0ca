import { costOf, type Price } from './cost.ts';
import type { PlannedLevel, PlannedModel, SweepPlan } from './sweep-plan.ts';

/** A response that was made here before, in whichever sweep. */
export interface PastResponse {
  model: string;
  level: string;
  outputTokens: number | null;
  totalMs: number;
}

/** What a model's part of a sweep may take. */
export interface Estimate {
  model: string;
  trials: number;
  /** Responses that are there already and will not be asked for; null where that cannot be told. */
  answered: number | null;
  inputTokens: number;
  /** As many as responses to these levels had here before; null where there were none. */
  outputTokens: number | null;
  /** No response is longer. */
  mostOutputTokens: number;
  /** Whose responses that is taken from. */
  basis: 'this model' | 'other models' | 'nothing yet';
  /** Of generation, one request after another; null where this model was never asked here. */
  seconds: number | null;
  /** In US dollars, expected and at most; null without a price. */
  costUsd: number | null;
  mostCostUsd: number | null;
}

/** Code and English have between three and four bytes a token with today's tokenizers. */
const bytesPerToken = 3.5;

/** `unanswered`: how many samples of each level are still to be asked for, by level; null counts all. */
export function estimate(plan: SweepPlan, model: PlannedModel, unanswered: Map<string, number> | null, past: PastResponse[]): Estimate {
  const asked = plan.levels.map((level) => ({ level, times: unanswered?.get(level.name) ?? plan.samples }));
  const times = asked.reduce((sum, each) => sum + each.times, 0);
  const own = past.filter((response) => response.model === model.id);
  const basis = own.length > 0 ? own : past;
  const inputTokens = Math.ceil(asked.reduce((sum, { level, times: often }) => sum + (often * level.promptBytes) / bytesPerToken, 0));
  const outputTokens = expected(asked, basis, ({ outputTokens: tokens }) => tokens);
  const milliseconds = expected(asked, own, ({ totalMs }) => totalMs);
  const mostOutputTokens = times * plan.sampling.maxTokens;
  return {
    model: model.id,
    trials: plan.levels.length * plan.samples,
    answered: unanswered === null ? null : plan.levels.length * plan.samples - times,
    inputTokens,
    outputTokens: outputTokens === null ? null : Math.min(mostOutputTokens, Math.round(outputTokens)),
    mostOutputTokens,
    basis: own.length > 0 ? 'this model' : past.length > 0 ? 'other models' : 'nothing yet',
    seconds: milliseconds === null ? null : milliseconds / 1000,
    costUsd: outputTokens === null ? null : priced(model.price, inputTokens, outputTokens),
    mostCostUsd: priced(model.price, inputTokens, mostOutputTokens),
  };
}

/** Sum over levels of what responses had on average: to that level, else to any. */
function expected(
  asked: { level: PlannedLevel; times: number }[],
  past: PastResponse[],
  pick: (response: PastResponse) => number | null,
): number | null {
  const known = past.flatMap((response) => {
    const value = pick(response);
    return value === null ? [] : [{ level: response.level, value }];
  });
  if (known.length === 0) return null;
  const mean = (values: { value: number }[]) => values.reduce((sum, { value }) => sum + value, 0) / values.length;
  const byLevel = Map.groupBy(known, ({ level }) => level);
  const overall = mean(known);
  return asked.reduce((sum, { level, times }) => {
    const here = byLevel.get(level.name);
    return sum + times * (here ? mean(here) : overall);
  }, 0);
}

const priced = (price: Price | null, inputTokens: number, outputTokens: number): number | null =>
  price && costOf(price, { inputTokens, outputTokens, reasoningTokens: null });
