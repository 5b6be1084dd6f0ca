import { type Dialect, type Facts, typed } from './dialect.ts';

function response({ id, model, background }: Facts, status: string, more: object = {}) {
  return { id: `resp_${id}`, object: 'response', status, model, background, error: null, incomplete_details: null, output: [], ...more };
}

/** The real service numbers the events of a response from 0. */
const numbered = (facts: Facts, data: { type: string; [field: string]: unknown }): string =>
  typed({ ...data, sequence_number: facts.sequence++ });

const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };

/** OpenAI Responses API, `stream: true`. */
export const responsesDialect: Dialect = {
  contentType: 'text/event-stream; charset=utf-8',
  requestIdHeader: 'x-request-id',
  opening: (facts) => numbered(facts, { type: 'response.created', response: response(facts, 'in_progress') }),
  reasoning: (delta, facts) =>
    numbered(facts, { type: 'response.reasoning_summary_text.delta', item_id: 'rs_1', output_index: 0, summary_index: 0, delta }),
  text: (delta, facts) =>
    numbered(facts, { type: facts.stop === 'refused' ? 'response.refusal.delta' : 'response.output_text.delta', ...place, delta }),
  closing(facts, text) {
    const usage = {
      input_tokens: facts.inputTokens,
      output_tokens: facts.outputTokens,
      output_tokens_details: { reasoning_tokens: 2 },
      total_tokens: facts.inputTokens + facts.outputTokens,
    };
    const cut = facts.stop === 'truncated';
    const status = cut ? 'incomplete' : 'completed';
    const whole = response(facts, status, { usage, ...(cut && { incomplete_details: { reason: 'max_output_tokens' } }) });
    return (
      numbered(facts, { type: 'response.output_text.done', ...place, text }) +
      numbered(facts, { type: `response.${status}`, response: whole })
    );
  },
  errorBody: ({ message, type, code, param }) => ({
    error: { message, type: type ?? 'invalid_request_error', param: param ?? null, code: code ?? null },
  }),
  errorWithin: ({ message, code }) =>
    typed({ type: 'response.failed', response: { id: 'resp_1', status: 'failed', error: { code: code ?? 'server_error', message } } }),
};
