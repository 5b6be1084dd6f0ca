import type { Usage } from '../../core/response.ts';

/** The counts of the last chunk; a zero is left out on the wire. */
export interface OllamaCounts {
  prompt_eval_count?: number;
  eval_count?: number;
}

/** `eval_count` includes reasoning, which the server does not count apart. */
export function ollamaUsage(counts: OllamaCounts): Usage {
  return { inputTokens: counts.prompt_eval_count ?? null, outputTokens: counts.eval_count ?? null, reasoningTokens: null };
}
