import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { anthropic } from '../../providers/anthropic/anthropic.ts';
import { withThreads } from '../../providers/ollama/this-machine.ts';
import { apis, collect, setting } from './asking.ts';

const bodies: Record<string, { body: Record<string, unknown>; unsupported: string[] }> = {
  anthropic: {
    body: { model: 'fake-model', max_tokens: 500, messages: [{ role: 'user', content: 'Write Go.\n' }], stream: true, temperature: 0.8 },
    unsupported: ['seed'],
  },
  openai: {
    body: {
      model: 'fake-model',
      input: 'Write Go.\n',
      stream: true,
      store: false,
      max_output_tokens: 500,
      temperature: 0.8,
      stream_options: { include_obfuscation: false },
    },
    unsupported: ['seed'],
  },
  'openai-compatible': {
    body: {
      model: 'fake-model',
      messages: [{ role: 'user', content: 'Write Go.\n' }],
      stream: true,
      max_tokens: 500,
      temperature: 0.8,
      seed: 7,
      stream_options: { include_usage: true },
    },
    unsupported: [],
  },
  ollama: {
    body: {
      model: 'fake-model',
      messages: [{ role: 'user', content: 'Write Go.\n' }],
      stream: true,
      think: false,
      keep_alive: '30m',
      logprobs: true,
      truncate: false,
      shift: false,
      options: {
        temperature: 0.8,
        seed: 7,
        num_thread: 2,
        num_ctx: 4096,
        num_predict: 500,
        repeat_penalty: 1,
        top_k: 40,
        top_p: 0.9,
        min_p: 0,
      },
    },
    unsupported: [],
  },
};

for (const api of apis) {
  test(`${api.name}: the request says everything that changes the response`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    const { end } = await collect(provider, request);
    const { body, unsupported } = bodies[api.name]!;
    assert.deepEqual(server.requests[0]!.body, body);
    assert.deepEqual(Object.keys(end.unsupported), unsupported);
  });

  test(`${api.name}: what is left to the provider is not sent`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    const { end } = await collect(provider, {
      ...request,
      sampling: { ...request.sampling, temperature: null, seed: null, threads: null },
    });
    const sent = server.requests[0]!.body;
    const parameters = { ...sent, ...(sent.options as object) };
    for (const name of ['temperature', 'seed']) assert.ok(!(name in parameters), name);
    assert.deepEqual(end.unsupported, {});
  });
}

test('a model on this machine is asked to leave one core to others, a server elsewhere what it likes', () => {
  const sampling = { temperature: 0, seed: 1, maxTokens: 10, contextTokens: 512, threads: null };
  const threads = (baseUrl: string, wanted: number | null) =>
    withThreads({ name: 'o', provider: 'ollama', baseUrl }, { ...sampling, threads: wanted }).threads;
  const here = threads('http://127.0.0.1:11434', null);
  assert.ok(here !== null && here >= 1 && here <= Math.max(1, availableParallelism() - 1), `${here} threads`);
  assert.deepEqual([threads('http://gpu1:11434', null), threads('http://localhost:1', 8)], [null, 8]);
});

test('a server that refuses max_tokens is sent its newer name', async (t) => {
  const { server, provider, request } = await setting(t, apis[2]!);
  await collect(provider, { ...request, unsupported: { max_tokens: 'use the other' } });
  const { body } = server.requests[0]!;
  assert.deepEqual([body.max_tokens, body.max_completion_tokens], [undefined, 500]);
});

test('the SDKs’ own variables give address and key', async (t) => {
  const { server, request } = await setting(t, apis[0]!);
  process.env.ANTHROPIC_BASE_URL = server.url;
  process.env.ANTHROPIC_API_KEY = 'key-of-the-environment';
  t.after(() => {
    delete process.env.ANTHROPIC_BASE_URL;
    delete process.env.ANTHROPIC_API_KEY;
  });
  await collect(anthropic, { ...request, endpoint: { name: 'anthropic', provider: 'anthropic' } });
  assert.equal(server.requests[0]!.headers.authorization, 'Bearer key-of-the-environment');
});

for (const api of apis.slice(0, 2)) {
  test(`${api.name}: the identity holds the server’s own name and, where it is not the service itself, the address`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    const identity = await provider.identify(request);
    const expected = { provider: api.name, model: 'fake-model', resolved: 'fake-model-2026-01-02', server: server.url + api.path };
    assert.deepEqual(identity, expected);
  });
}

test('openai-compatible: a model that is not served is refused with the names of those that are', async (t) => {
  const { server, provider, request } = await setting(t, apis[2]!);
  server.models.names = ['llama-a', 'llama-b'];
  await assert.rejects(provider.identify(request), /serves no model "fake-model"; it serves llama-a, llama-b/);
});
