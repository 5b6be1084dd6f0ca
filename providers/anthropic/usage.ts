import type { Usage } from '../../core/response.ts';

/** The usage of `message_start` and `message_delta`, as far as it is read. */
export interface AnthropicUsage {
  input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
  output_tokens?: number | null;
  output_tokens_details?: { thinking_tokens?: number } | null;
}

/** `input_tokens` counts only what no cache served or took in. */
export function anthropicUsage(raw: AnthropicUsage): Usage {
  const input = [raw.input_tokens, raw.cache_creation_input_tokens, raw.cache_read_input_tokens];
  const known = input.filter((tokens) => typeof tokens === 'number');
  return {
    inputTokens: known.length > 0 ? known.reduce((sum, tokens) => sum + tokens, 0) : null,
    outputTokens: raw.output_tokens ?? null,
    reasoningTokens: raw.output_tokens_details?.thinking_tokens ?? null,
  };
}

/** The later event counts where it has a value: `message_delta` repeats the totals, but may leave some null. */
export function laterUsage(earlier: AnthropicUsage, later: AnthropicUsage): AnthropicUsage {
  const told = Object.entries(later).filter(([, value]) => value !== null && value !== undefined);
  return { ...earlier, ...Object.fromEntries(told) };
}
