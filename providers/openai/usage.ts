import type { Usage } from '../../core/response.ts';

/** The `usage` of a response, as far as it is read. */
export interface ResponsesUsage {
  input_tokens?: number;
  output_tokens?: number;
  output_tokens_details?: { reasoning_tokens?: number } | null;
}

export function responsesUsage(raw: ResponsesUsage | null | undefined): Usage {
  return {
    inputTokens: raw?.input_tokens ?? null,
    outputTokens: raw?.output_tokens ?? null,
    reasoningTokens: raw?.output_tokens_details?.reasoning_tokens ?? null,
  };
}
