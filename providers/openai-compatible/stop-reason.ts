import type { StopReason } from '../../core/response.ts';

/** `finish_reason` of a chat completion in our words; a reason not known here is an end of the model's own. */
export function chatStopReason(raw: string): StopReason {
  if (raw === 'content_filter') return 'refused';
  return raw === 'length' ? 'truncated' : 'complete';
}
