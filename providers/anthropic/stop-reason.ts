import type { StopReason } from '../../core/response.ts';

const cut = new Set(['max_tokens', 'model_context_window_exceeded', 'pause_turn']);

/** Anthropic's `stop_reason` in our words; a reason not known here is an end of the model's own. */
export function anthropicStopReason(raw: string): StopReason {
  if (raw === 'refusal') return 'refused';
  return cut.has(raw) ? 'truncated' : 'complete';
}
