import type { Usage } from '../../core/response.ts';

/** The `usage` of the last chunk, as far as it is read. */
export interface ChatUsage {
  prompt_tokens?: number;
  completion_tokens?: number;
  completion_tokens_details?: { reasoning_tokens?: number } | null;
}

export function chatUsage(raw: ChatUsage | null): Usage {
  return {
    inputTokens: raw?.prompt_tokens ?? null,
    outputTokens: raw?.completion_tokens ?? null,
    reasoningTokens: raw?.completion_tokens_details?.reasoning_tokens ?? null,
  };
}
