import type { StopReason } from '../../core/response.ts';

/** What a closing event of the Responses API says of the end. */
export interface ResponsesClosing {
  status?: string | undefined;
  incompleteReason?: string | undefined;
  /** The model declined in a part of its own (`response.refusal.delta`). */
  refused: boolean;
  outputTokens: number | null;
  maxTokens: number;
}

/**
 * The end of a response in our words. Some servers that imitate the API call a response `completed` that their token
 * limit cut, so a full count is a cut as well.
 */
export function responsesStopReason({ status, incompleteReason, refused, outputTokens, maxTokens }: ResponsesClosing): StopReason {
  if (incompleteReason === 'content_filter' || refused) return 'refused';
  const full = outputTokens !== null && outputTokens >= maxTokens;
  return status === 'incomplete' || full ? 'truncated' : 'complete';
}
