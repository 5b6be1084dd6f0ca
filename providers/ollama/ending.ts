import type { StopReason } from '../../core/response.ts';
import type { OllamaCounts } from './usage.ts';

/** The last chunk of `/api/chat`, as far as it decides. */
export interface LastChunk extends OllamaCounts {
  done_reason?: string;
}

/** What a last chunk means: an end of the response, or why it is none although it says `done`. */
export type Ending = { stopReason: StopReason } | { problem: 'context-too-long' | 'cut'; found: string };

const reasons: Record<string, StopReason> = { stop: 'complete', length: 'truncated' };

/** `contextTokens`: the window asked for. A prompt that fills it was cut by a server too old to refuse it. */
export function ollamaEnding(last: LastChunk, contextTokens: number): Ending {
  const stopReason = reasons[last.done_reason ?? ''];
  if (!stopReason) return { problem: 'cut', found: `done for the reason "${last.done_reason ?? ''}", expected "stop" or "length"` };
  if (!last.eval_count) return { problem: 'cut', found: 'done without having generated a token' };
  if ((last.prompt_eval_count ?? 0) >= contextTokens) {
    return { problem: 'context-too-long', found: `the prompt filled the window of ${contextTokens} tokens and was cut` };
  }
  return { stopReason };
}
