import type { ResponseMetadata } from '../../response.ts';
import type { InspectUsage } from './format.ts';

/** Null where the provider does not tell one of the two counts: the format has no unknown, and 0 would be a claim. */
export function usageOf({ usage, costUsd }: Pick<ResponseMetadata, 'usage' | 'costUsd'>): InspectUsage | null {
  const { inputTokens, outputTokens, reasoningTokens } = usage;
  if (inputTokens === null || outputTokens === null) return null;
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(reasoningTokens !== null && { reasoning_tokens: reasoningTokens }),
    ...(costUsd !== null && { total_cost: costUsd }),
  };
}

/** Sums over the samples whose usage is known; null where none is. */
export function totalUsage(usages: InspectUsage[]): InspectUsage | null {
  return usages.length === 0 ? null : usages.reduce(added);
}

function added(a: InspectUsage, b: InspectUsage): InspectUsage {
  const reasoning = sumOf(a.reasoning_tokens, b.reasoning_tokens);
  const cost = sumOf(a.total_cost, b.total_cost);
  return {
    input_tokens: a.input_tokens + b.input_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    total_tokens: a.total_tokens + b.total_tokens,
    ...(reasoning !== undefined && { reasoning_tokens: reasoning }),
    ...(cost !== undefined && { total_cost: cost }),
  };
}

function sumOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : a + b;
}
