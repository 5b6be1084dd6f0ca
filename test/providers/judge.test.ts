import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Complaint } from '../../providers/fault/complaint.ts';
import { judge } from '../../providers/fault/judge.ts';

const named = (status: number | undefined, name: string, message = 'some words'): Complaint => ({ status, names: [name], message });
const said = (status: number | undefined, message: string): Complaint => ({ status, names: [], message });

/** Words and names as the services give them. */
const cases: [string, Complaint, string][] = [
  ['Anthropic, bad key', named(401, 'authentication_error', 'invalid x-api-key'), 'pause bad-key'],
  ['Anthropic, key without the right', named(403, 'permission_error'), 'pause bad-key'],
  ['Anthropic, unknown model', named(404, 'not_found_error', 'model: claude-none'), 'pause missing-model'],
  [
    'Anthropic, prompt too long',
    named(400, 'invalid_request_error', 'prompt is too long: 208310 tokens > 200000 maximum'),
    'pause context-too-long',
  ],
  [
    'Anthropic, prompt and limit too long',
    named(400, 'invalid_request_error', 'input length and `max_tokens` exceed context limit: 190000 + 16384 > 200000'),
    'pause context-too-long',
  ],
  ['Anthropic, request too large', named(413, 'request_too_large'), 'pause context-too-long'],
  ['Anthropic, no credit', named(400, 'invalid_request_error', 'Your credit balance is too low to access the API.'), 'pause quota'],
  ['Anthropic, billing', named(402, 'billing_error'), 'pause quota'],
  ['Anthropic, spend limit', named(429, 'enforced_spend_limit_reached'), 'pause quota'],
  ['Anthropic, rate limit', named(429, 'rate_limit_error'), 'wait rate-limited'],
  ['Anthropic, overloaded', named(529, 'overloaded_error', 'Overloaded'), 'wait overloaded'],
  ['Anthropic, overloaded within a stream', named(undefined, 'overloaded_error', 'Overloaded'), 'wait overloaded'],
  ['Anthropic, its own fault within a stream', named(undefined, 'api_error'), 'wait server-error'],
  ['Anthropic, bad field', named(400, 'invalid_request_error', 'messages: at least one message is required'), 'pause bad-request'],
  ['Anthropic, temperature gone', named(400, 'invalid_request_error', '`temperature` is deprecated for this model.'), 'drop temperature'],
  [
    'Anthropic, temperature unknown',
    named(400, 'invalid_request_error', 'temperature: Extra inputs are not permitted'),
    'drop temperature',
  ],
  ['OpenAI, quota', named(429, 'insufficient_quota', 'You exceeded your current quota, please check your plan'), 'pause quota'],
  ['OpenAI, rate limit', named(429, 'rate_limit_exceeded'), 'wait rate-limited'],
  ['OpenAI, rate limit within a stream', named(undefined, 'rate_limit_exceeded'), 'wait rate-limited'],
  ['OpenAI, bad key', named(401, 'invalid_api_key'), 'pause bad-key'],
  ['OpenAI, model not for this project', named(403, 'model_not_found'), 'pause missing-model'],
  ['OpenAI, context', named(400, 'context_length_exceeded'), 'pause context-too-long'],
  ['OpenAI, failed', named(undefined, 'server_error'), 'wait server-error'],
  ['OpenAI, flagged prompt', named(400, 'invalid_prompt', 'Invalid prompt: your prompt was flagged'), 'refuse invalid_prompt'],
  ['OpenAI on Azure, content filter', named(400, 'content_filter'), 'refuse content_filter'],
  [
    'OpenAI, temperature of a reasoning model',
    {
      status: 400,
      names: ['invalid_request_error', 'unsupported_value'],
      parameter: 'temperature',
      message: 'Only the default (1) value is supported.',
    },
    'drop temperature',
  ],
  [
    'OpenAI, the newer name of the limit',
    named(
      400,
      'unsupported_parameter',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    ),
    'drop max_tokens',
  ],
  ['OpenAI, limit too high', named(400, 'invalid_request_error', 'max_tokens is too large: 100000'), 'pause bad-request'],
  ['OpenAI, a parameter that was not sent', named(400, 'unsupported_parameter', "Unsupported parameter: 'top_p'"), 'pause bad-request'],
  ['vLLM, context', said(400, "This model's maximum context length is 4096 tokens. However, you requested 5000"), 'pause context-too-long'],
  [
    'llama.cpp, context',
    named(400, 'exceed_context_size_error', 'the request exceeds the available context size'),
    'pause context-too-long',
  ],
  ['Ollama, context', said(400, 'the input length exceeds the context length'), 'pause context-too-long'],
  ['Ollama, unknown model', said(404, "model 'nope' not found"), 'pause missing-model'],
  ['Ollama, queue full', said(503, 'server busy, please try again.  maximum pending requests exceeded'), 'wait overloaded'],
  ['Ollama, wrong type', said(500, 'option "num_ctx" must be of type integer'), 'pause bad-request'],
  ['Ollama, memory', said(500, 'model requires more system memory (9.0 GiB) than is available (2.0 GiB)'), 'pause bad-request'],
  ['Ollama, runner killed', said(undefined, 'an error was encountered while running the model: unexpected EOF'), 'wait server-error'],
  ['any, gateway', said(502, 'Bad Gateway'), 'wait server-error'],
  ['any, time-out', said(408, 'Request Timeout'), 'wait server-error'],
  ['any, unknown status', said(418, 'I am a teapot'), 'pause bad-request'],
  ['any, redirect', said(302, 'Found'), 'pause bad-request'],
];

for (const [name, complaint, expected] of cases) {
  test(`${name}: ${expected}`, () => {
    const judgement = judge(complaint, ['temperature', 'max_tokens']);
    const detail = { drop: 'parameter', refuse: 'reason', wait: 'cause', pause: 'cause' }[judgement.action];
    assert.equal(`${judgement.action} ${judgement[detail as keyof typeof judgement]}`, expected);
  });
}

test('a refused parameter is recorded with the words of the server', () => {
  const words = '`temperature` is deprecated for this model.';
  assert.deepEqual(judge(said(400, words), ['temperature']), {
    action: 'drop',
    cause: 'unsupported-parameter',
    parameter: 'temperature',
    words,
  });
});

test('how long to wait is handed on, for limits, overload and errors', () => {
  for (const status of [429, 503, 529, 500]) {
    const fault = judge({ ...said(status, 'later'), retryAfterMs: 1500 });
    assert.equal('retryAfterMs' in fault && fault.retryAfterMs, 1500, String(status));
  }
  assert.ok(!('retryAfterMs' in judge(said(429, 'later'))));
});
