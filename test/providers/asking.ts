import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { createProviders } from '../../providers/create-providers.ts';
import type { Endpoint, GenerateRequest, Provider, ProviderName, StreamEnd } from '../../providers/provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import { withStallLimits } from '../../providers/stall/stall-limits.ts';
import { type FakeServer, startFakeServer } from './fakes/fake-server.ts';

export const keyVariable = 'SPECGEN_TEST_KEY';
export const key = 'recognisable-fake-key-7f3a';
process.env[keyVariable] = key;

const providers = createProviders(
  async () => assert.fail('no level is played here'),
  async () => false,
);

/** The provider of an endpoint, with limits on silence that no test reaches. */
export const providerFor = (endpoint: Endpoint): Provider =>
  withStallLimits(providers(endpoint), { firstTokenMs: 60_000, nextTokenMs: 60_000 });

/** The four kinds of server with the path of their base URL. */
export const apis: { name: Exclude<ProviderName, 'builtin'>; path: string }[] = [
  { name: 'anthropic', path: '' },
  { name: 'openai', path: '/v1' },
  { name: 'openai-compatible', path: '/v1' },
  { name: 'ollama', path: '' },
];

export interface Setting {
  server: FakeServer;
  provider: Provider;
  endpoint: Endpoint;
  request: GenerateRequest;
}

/** A fake server of one API and a request to it. */
export async function setting(test: TestContext, { name, path }: (typeof apis)[number]): Promise<Setting> {
  const server = await startFakeServer();
  test.after(() => server.close());
  const endpoint: Endpoint = {
    name,
    provider: name,
    baseUrl: server.url + path,
    ...(name !== 'ollama' && { apiKeyVariable: keyVariable }),
  };
  return { server, provider: providerFor(endpoint), endpoint, request: requestTo(endpoint) };
}

export function requestTo(endpoint: Endpoint): GenerateRequest {
  return {
    endpoint,
    model: 'fake-model',
    prompt: 'Write Go.\n',
    sampling: { temperature: 0.8, seed: 7, maxTokens: 500, contextTokens: 4096, threads: 2 },
    level: '01-tariff',
    sample: 1,
    unsupported: {},
    signal: new AbortController().signal,
  };
}

export interface Collected {
  text: string;
  reasoning: string;
  /** The sum of the parts' counts; NaN where a part has none. */
  tokens: number;
  requestIds: string[];
  end: StreamEnd;
}

/** Reads a stream to its end. */
export async function collect(provider: Provider, request: GenerateRequest): Promise<Collected> {
  const found = { text: '', reasoning: '', tokens: 0, requestIds: [] as string[] };
  const parts = provider.generate(request);
  for (;;) {
    const { done, value } = await parts.next();
    if (done) return { ...found, end: value };
    if (value.type === 'request') found.requestIds.push(value.requestId);
    else if (value.type === 'reasoning') found.reasoning += value.text;
    else {
      found.text += value.text;
      found.tokens += value.tokens ?? Number.NaN;
    }
  }
}

/** The `ProviderError` that the work ends with; its message must be one line without the key. */
export async function providerError(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    () => assert.fail('expected a ProviderError, found a success'),
    (thrown) => thrown,
  );
  assert.ok(error instanceof ProviderError, `expected a ProviderError, found ${error?.stack}`);
  assert.ok(!error.message.includes('\n'));
  assert.ok(!JSON.stringify([error, error.message, error.stack]).includes(key), `the key is in: ${error.message}`);
  return error;
}
