import type { ChatRequest } from 'ollama';
import type { Sampling } from '../../core/response.ts';
import { accepted } from '../sdk/unsupported.ts';

/** Fields of `/api/chat` that the client's types lack. */
interface Untyped {
  truncate: boolean;
  shift: boolean;
  _debug_render_only?: boolean;
}

export type OllamaRequest = ChatRequest & Untyped & { stream: true };

/**
 * Everything that changes the text is said, because a server's and a model's defaults differ. The penalty on repetition
 * is off: code repeats itself. Options stay equal within a model, for another window or thread count loads it anew.
 */
function options({ temperature, seed, maxTokens, contextTokens, threads }: Sampling) {
  return {
    ...accepted({ temperature, seed, num_thread: threads }, {}),
    num_ctx: contextTokens,
    num_predict: maxTokens,
    repeat_penalty: 1,
    top_k: 40,
    top_p: 0.9,
    min_p: 0,
  };
}

/**
 * `truncate` and `shift` off: a prompt that is too long is an error and a full window an end, instead of text lost in
 * silence. `logprobs` are asked for because their number is the only count of tokens while a stream runs.
 * `partial` is the beginning of an answer to go on from.
 */
export function ollamaRequest(model: string, prompt: string, sampling: Sampling, partial = ''): OllamaRequest {
  const question = { role: 'user', content: prompt };
  return {
    model,
    messages: partial ? [question, { role: 'assistant', content: partial }] : [question],
    stream: true,
    think: false,
    keep_alive: '30m',
    logprobs: true,
    truncate: false,
    shift: false,
    options: options(sampling),
  };
}

/** Asks for the text that the model would see, and, of servers that do not know the wish, for one token. */
export function renderRequest(model: string, prompt: string, sampling: Sampling): OllamaRequest {
  return { ...ollamaRequest(model, prompt, { ...sampling, maxTokens: 1 }), _debug_render_only: true };
}
