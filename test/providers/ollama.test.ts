import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ollamaAddress } from '../../providers/ollama/address.ts';
import { ollamaEnding } from '../../providers/ollama/ending.ts';
import { mustFit } from '../../providers/ollama/hardware.ts';
import { hasChatTemplate } from '../../providers/ollama/template.ts';
import { apis, collect, providerError, setting } from './asking.ts';
import { weights } from './fakes/look-ups.ts';
import type { Scenario } from './fakes/scenario.ts';

const api = apis.find(({ name }) => name === 'ollama')!;
const chunk = (content: string) => JSON.stringify({ model: 'fake-model', message: { role: 'assistant', content }, done: false });
const done = (more: object) => JSON.stringify({ model: 'fake-model', message: { role: 'assistant', content: '' }, done: true, ...more });
const whole = done({ done_reason: 'stop', prompt_eval_count: 9, eval_count: 3 });
const saying = (...lines: string[]): Scenario => ({
  do: 'say',
  contentType: 'application/x-ndjson',
  body: lines.map((line) => `${line}\n`).join(''),
});

test('the identity holds what the server tells, the hash of the weights, and the rendered prompt', async (t) => {
  const { provider, request } = await setting(t, api);
  const identity = await provider.identify(request);
  assert.deepEqual(identity, {
    provider: 'ollama',
    model: 'fake-model',
    serverVersion: '0.17.4',
    digest: 'digest-of-fake-model',
    weights,
    quantization: 'Q4_1',
    parameterSize: '134.52M',
    contextLength: 8192,
    template: '{{ range .Messages }}{{ .Content }}{{ end }}',
  });
  assert.equal(await provider.render?.(request), '<user>Write Go.\n</user>');
});

test('a missing model is told with the command that gets it', async (t) => {
  const { provider, request } = await setting(t, api);
  const { message } = await providerError(provider.identify({ ...request, model: 'qwen:7b' }));
  assert.match(message, /ollama pull qwen:7b$/);
});

test('a model without a chat template is refused with the cure', async (t) => {
  const { server, provider, request } = await setting(t, api);
  server.models.template = '{{ .Prompt }}';
  const { fault, message } = await providerError(provider.identify(request));
  assert.deepEqual(fault, { action: 'pause', cause: 'no-template' });
  assert.match(message, /has no chat template.*ollama create fake-model -f Modelfile/);
  assert.equal(server.requests.length, 0);
});

const templates: [string, string, boolean][] = [
  ['{{ .Prompt }}', '', false],
  ['{{- .Prompt -}}\n', '', false],
  ['', '', false],
  ['{{ .Prompt }}', 'FROM x\nRENDERER qwen3-coder\nPARSER qwen3-coder\n', true],
  ['<|user|>{{ .Prompt }}', '', true],
];
for (const [template, modelfile, expected] of templates) {
  test(`template ${JSON.stringify(template)} with ${JSON.stringify(modelfile)}: ${expected}`, () => {
    assert.equal(hasChatTemplate({ template, modelfile }), expected);
  });
}

const addresses: [string | undefined, string][] = [
  [undefined, 'http://127.0.0.1:11434'],
  ['gpu1', 'http://gpu1:11434'],
  ['gpu1:8080', 'http://gpu1:8080'],
  [':8080', 'http://127.0.0.1:8080'],
  ['https://ollama.example', 'https://ollama.example'],
  ['https://ollama.example/behind/', 'https://ollama.example/behind'],
];
for (const [host, expected] of addresses) {
  test(`OLLAMA_HOST=${host ?? '(unset)'} is ${expected}`, () => {
    const environment = host === undefined ? {} : { OLLAMA_HOST: host };
    assert.equal(ollamaAddress({ name: 'ollama', provider: 'ollama' }, environment), expected);
  });
}

test('a model that is larger than a host’s memory is refused, and one that fits is not', () => {
  const endpoint = { name: 'ollama', provider: 'ollama' as const, host: 'small' };
  const installed = [{ name: 'big:latest', size: 40 * 2 ** 30 }] as Parameters<typeof mustFit>[2];
  assert.throws(
    () => mustFit(endpoint, 'big', installed, 16 * 2 ** 30),
    /ollama:big needs 40 GiB, and small has 16 GiB\. Name other hosts/,
  );
  mustFit(endpoint, 'big', installed, 48 * 2 ** 30);
});

test('an endpoint’s own address goes before the variable', () => {
  const endpoint = { name: 'gpu2', provider: 'ollama' as const, baseUrl: 'http://gpu2:1' };
  assert.equal(ollamaAddress(endpoint, { OLLAMA_HOST: 'gpu1' }), 'http://gpu2:1');
});

test('a stream that the server ended for repetition is a looping response, not a cut one', async (t) => {
  const { server, provider, request } = await setting(t, api);
  server.scenarios.push(saying(chunk('so '), ...Array.from({ length: 31 }, (_, index) => chunk(index % 2 ? ' na' : 'na\n'))));
  const { text, end } = await collect(provider, request);
  assert.ok(text.startsWith('so na\n na'));
  assert.deepEqual([end.stopReason, end.usage.outputTokens], ['looping', 32]);
});

test('a repetition that goes on to a whole end is complete', async (t) => {
  const { server, provider, request } = await setting(t, api);
  server.scenarios.push(saying(...Array.from({ length: 31 }, () => chunk('na')), whole));
  assert.equal((await collect(provider, request)).end.stopReason, 'complete');
});

const cuts: [string, Scenario][] = [
  ['29 equal pieces', saying(...Array.from({ length: 29 }, () => chunk('na')))],
  ['equal pieces earlier than the end', saying(...Array.from({ length: 31 }, () => chunk('na')), chunk('end'))],
  ['a line that is not JSON, although the rest is whole', saying(chunk('a'), '{"model": oops', whole)],
  ['half a last line', { do: 'say', contentType: 'application/x-ndjson', body: `${chunk('a')}\n${whole.slice(0, 40)}` }],
  ['a status line instead of the last one', saying(chunk('a'), '{"status":"success"}')],
  ['an answer to an empty prompt', saying(done({ done_reason: 'load' }))],
  ['an end without a token', saying(done({ done_reason: 'stop', prompt_eval_count: 9 }))],
];
for (const [name, scenario] of cuts) {
  test(`${name} is no success`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push(scenario);
    assert.deepEqual((await providerError(collect(provider, request))).fault, { action: 'wait', cause: 'cut' });
  });
}

test('a prompt that an old server cut to its window is no answer', () => {
  const last = { done_reason: 'stop', prompt_eval_count: 4096, eval_count: 5 };
  const ending = ollamaEnding(last, 4096);
  assert.equal('problem' in ending && ending.problem, 'context-too-long');
  assert.deepEqual(ollamaEnding({ ...last, prompt_eval_count: 4095 }, 4096), { stopReason: 'complete' });
});

test('a plain error page is read in its own words', async (t) => {
  const { provider, request, endpoint } = await setting(t, api);
  const { message } = await providerError(provider.identify({ ...request, endpoint: { ...endpoint, baseUrl: `${endpoint.baseUrl}/v1` } }));
  assert.match(message, /404 page not found: the address should be the server's root/);
});
