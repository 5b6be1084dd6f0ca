import { type Dialect, event, type Facts } from './dialect.ts';
import { responsesDialect } from './responses-dialect.ts';

const finishReasons = { complete: 'stop', truncated: 'length', refused: 'content_filter' };

const chunk = ({ id, model }: Facts, choices: object[], more: object = {}): string =>
  event({ id: `chatcmpl-${id}`, object: 'chat.completion.chunk', created: 0, model, choices, ...more });

const delta = (facts: Facts, fields: object): string => chunk(facts, [{ index: 0, delta: fields, finish_reason: null }]);

/** Chat Completions, `stream: true` with `include_usage`. */
export const chatDialect: Dialect = {
  contentType: 'text/event-stream; charset=utf-8',
  requestIdHeader: 'x-request-id',
  opening: (facts) => delta(facts, { role: 'assistant', content: '' }),
  reasoning: (reasoning_content, facts) => delta(facts, { reasoning_content }),
  text: (content, facts) => delta(facts, { content }),
  closing: (facts) =>
    chunk(facts, [{ index: 0, delta: {}, finish_reason: finishReasons[facts.stop] }]) +
    chunk(facts, [], { usage: { prompt_tokens: facts.inputTokens, completion_tokens: facts.outputTokens } }) +
    event('[DONE]'),
  errorBody: responsesDialect.errorBody,
  errorWithin: (error) => event(responsesDialect.errorBody({ type: 'server_error', ...error })),
};
