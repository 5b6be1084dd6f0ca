import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ollamaAddress } from '../../providers/ollama/address.ts';
import { collect, providerFor } from '../providers/asking.ts';
import { goTask, realRequest } from './real-server.ts';

const host = ollamaAddress({ name: 'ollama', provider: 'ollama' });

/** Ollama imitates the three other APIs: their SDKs' streams end to end, with a real model behind them. */
const imitated = [
  { name: 'anthropic', baseUrl: host },
  { name: 'openai', baseUrl: `${host}/v1` },
  { name: 'openai-compatible', baseUrl: `${host}/v1` },
] as const;

for (const { name, baseUrl } of imitated) {
  test(`${name}: a real stream ends at its limit, with its usage`, async () => {
    const endpoint = { name, provider: name, baseUrl };
    const request = { ...realRequest(goTask, 30), endpoint };
    const provider = providerFor(endpoint);
    const identity = await provider.identify(request);
    assert.equal(identity.server, baseUrl);
    const { text, end } = await collect(provider, request);
    assert.ok(text.length > 30);
    assert.deepEqual([end.stopReason, end.usage.outputTokens], ['truncated', 30]);
  });
}
