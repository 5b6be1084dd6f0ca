import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anthropicStopReason } from '../../providers/anthropic/stop-reason.ts';
import { anthropicUsage, laterUsage } from '../../providers/anthropic/usage.ts';
import { shownAddress } from '../../providers/connection/address.ts';
import { connectionTrouble } from '../../providers/connection/trouble.ts';
import { retryAfterMs } from '../../providers/fault/retry-after.ts';
import { scrub } from '../../providers/fault/scrub.ts';
import { responsesStopReason } from '../../providers/openai/stop-reason.ts';
import { responsesUsage } from '../../providers/openai/usage.ts';
import { chatStopReason } from '../../providers/openai-compatible/stop-reason.ts';
import { chatUsage } from '../../providers/openai-compatible/usage.ts';

/** A table of named cases: what goes in, what comes out. */
function table<In, Out>(name: string, translate: (value: In) => Out, cases: [In, Out][]): void {
  for (const [value, expected] of cases) {
    test(`${name}: ${JSON.stringify(value)} is ${JSON.stringify(expected)}`, () => assert.deepEqual(translate(value), expected));
  }
}

table('Anthropic stop reason', anthropicStopReason, [
  ['end_turn', 'complete'],
  ['stop_sequence', 'complete'],
  ['max_tokens', 'truncated'],
  ['model_context_window_exceeded', 'truncated'],
  ['pause_turn', 'truncated'],
  ['refusal', 'refused'],
  ['something_new', 'complete'],
]);

table('chat finish reason', chatStopReason, [
  ['stop', 'complete'],
  ['length', 'truncated'],
  ['content_filter', 'refused'],
  ['something_new', 'complete'],
]);

const closing = { refused: false, outputTokens: 10, maxTokens: 100 };
table('Responses ending', responsesStopReason, [
  [{ ...closing, status: 'completed' }, 'complete'],
  [{ ...closing, status: 'completed', refused: true }, 'refused'],
  [{ ...closing, status: 'completed', outputTokens: 100 }, 'truncated'],
  [{ ...closing, status: 'completed', outputTokens: null }, 'complete'],
  [{ ...closing, status: 'incomplete', incompleteReason: 'max_output_tokens' }, 'truncated'],
  [{ ...closing, status: 'incomplete', incompleteReason: 'content_filter' }, 'refused'],
]);

const nothing = { inputTokens: null, outputTokens: null, reasoningTokens: null };
table('Anthropic usage', anthropicUsage, [
  [{}, nothing],
  [
    { input_tokens: 5, cache_creation_input_tokens: 7, cache_read_input_tokens: 11, output_tokens: 3 },
    { inputTokens: 23, outputTokens: 3, reasoningTokens: null },
  ],
  [
    { input_tokens: 5, output_tokens: 30, output_tokens_details: { thinking_tokens: 20 } },
    { inputTokens: 5, outputTokens: 30, reasoningTokens: 20 },
  ],
]);

test('a later event that leaves a count out does not erase it', () => {
  assert.deepEqual(laterUsage({ input_tokens: 5, output_tokens: 1 }, { input_tokens: null, output_tokens: 9 }), {
    input_tokens: 5,
    output_tokens: 9,
  });
});

table('Responses usage', responsesUsage, [
  [null, nothing],
  [
    { input_tokens: 5, output_tokens: 9, output_tokens_details: { reasoning_tokens: 4 } },
    { inputTokens: 5, outputTokens: 9, reasoningTokens: 4 },
  ],
]);

table('chat usage', chatUsage, [
  [null, nothing],
  [
    { prompt_tokens: 5, completion_tokens: 9, completion_tokens_details: { reasoning_tokens: 4 } },
    { inputTokens: 5, outputTokens: 9, reasoningTokens: 4 },
  ],
]);

const now = Date.parse('Fri, 02 Jan 2026 03:04:05 GMT');
table('retry-after', (headers: Record<string, string>) => retryAfterMs(new Headers(headers), now) ?? null, [
  [{}, null],
  [{ 'retry-after': '7' }, 7000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': '7', 'retry-after-ms': '1250' }, 1250],
  [{ 'retry-after': 'Fri, 02 Jan 2026 03:05:05 GMT' }, 60_000],
  [{ 'retry-after': 'Fri, 02 Jan 2026 03:00:00 GMT' }, 0],
  [{ 'retry-after': 'soon' }, null],
]);

table('scrubbed', (text: string) => scrub(text, ['my.secret+key', null, '']), [
  ['the key my.secret+key is wrong', 'the key [key] is wrong'],
  ['Incorrect API key provided: sk-proj-abcdefgh12345678', 'Incorrect API key provided: [key]'],
  ['authorization: Bearer abcdefgh.12345678', 'authorization: [key]'],
  ['a task of risk-management', 'a task of risk-management'],
]);

table('shown address', shownAddress, [
  ['https://user:password@host:8000/v1/?key=1#x', 'https://host:8000/v1'],
  ['http://127.0.0.1:11434', 'http://127.0.0.1:11434'],
]);

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const troubles: [string, unknown, string | null][] = [
  ['the innermost cause that has a code', new TypeError('fetch failed', { cause: new Error('outer', { cause: refused }) }), 'ECONNREFUSED'],
  ['one of several addresses', new TypeError('fetch failed', { cause: new AggregateError([refused], '') }), 'ECONNREFUSED'],
  ['a failed fetch without a code', new TypeError('fetch failed', { cause: new Error('bad port') }), 'NETWORK'],
  ['a mistake of ours', new TypeError('x is not a function'), null],
  ['no error', 'text', null],
];
for (const [name, error, code] of troubles) {
  test(`connection trouble: ${name}`, () => assert.equal(connectionTrouble(error)?.code ?? null, code));
}
