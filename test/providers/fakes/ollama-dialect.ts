import type { Dialect, Facts } from './dialect.ts';

const line = (value: object): string => `${JSON.stringify(value)}\n`;

const logprobs = (token: string): object[] => [{ token, logprob: -0.5, bytes: [...Buffer.from(token)] }];

const chunk = ({ model }: Facts, message: object, more: object): string =>
  line({ model, created_at: '2026-01-02T03:04:05Z', message: { role: 'assistant', ...message }, ...more });

const reasons = { complete: 'stop', truncated: 'length', refused: 'stop' };

/** Ollama's `/api/chat` with `logprobs`. */
export const ollamaDialect: Dialect = {
  contentType: 'application/x-ndjson',
  requestIdHeader: null,
  opening: () => '',
  reasoning: (thinking, facts) => chunk(facts, { content: '', thinking }, { done: false, logprobs: logprobs(thinking) }),
  text: (content, facts) => chunk(facts, { content }, { done: false, logprobs: logprobs(content) }),
  closing: (facts) =>
    chunk(
      facts,
      { content: '' },
      {
        done: true,
        done_reason: reasons[facts.stop],
        total_duration: 5_000_000,
        prompt_eval_count: facts.inputTokens,
        // The token that ends a text is counted, and is none of the text.
        eval_count: facts.outputTokens + (facts.stop === 'truncated' ? 0 : 1),
        eval_duration: 4_000_000,
      },
    ),
  errorBody: ({ message }) => ({ error: message }),
  errorWithin: ({ message }) => line({ error: message }),
};
