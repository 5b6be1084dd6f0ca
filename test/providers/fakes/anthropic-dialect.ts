import { type Dialect, type Facts, typed } from './dialect.ts';

const stopReasons = { complete: 'end_turn', truncated: 'max_tokens', refused: 'refusal' };

function message({ model, id, inputTokens }: Facts) {
  const usage = { input_tokens: inputTokens, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 1 };
  return { id: `msg_${id}`, type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage };
}

const delta = (index: number, fields: { type: string; [field: string]: string }): string =>
  typed({ type: 'content_block_delta', index, delta: fields });

/** Messages API, `stream: true`. */
export const anthropicDialect: Dialect = {
  contentType: 'text/event-stream; charset=utf-8',
  requestIdHeader: 'request-id',
  opening: (facts) =>
    typed({ type: 'message_start', message: message(facts) }) +
    typed({ type: 'ping' }) +
    typed({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  reasoning: (thinking) => delta(0, { type: 'thinking_delta', thinking }),
  text: (text) => delta(0, { type: 'text_delta', text }),
  closing: ({ stop, outputTokens }) =>
    typed({ type: 'content_block_stop', index: 0 }) +
    typed({
      type: 'message_delta',
      delta: { stop_reason: stopReasons[stop], stop_sequence: null },
      usage: { output_tokens: outputTokens, output_tokens_details: { thinking_tokens: 2 } },
    }) +
    typed({ type: 'message_stop' }),
  errorBody: ({ message: text, type, code }) => ({
    type: 'error',
    error: { type: type ?? 'invalid_request_error', message: text, ...(code && { details: { error_code: code } }) },
    request_id: 'req_of_error',
  }),
  errorWithin: ({ message: text, type }) => typed({ type: 'error', error: { type: type ?? 'api_error', message: text } }),
};
