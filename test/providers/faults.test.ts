import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { apis, collect, key, keyVariable, providerError, setting } from './asking.ts';

for (const api of apis) {
  const keyless = api.name === 'ollama';

  test(`${api.name}: a rate limit says how long to wait`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    const error = { message: 'slow down', type: 'rate_limit_error' };
    server.scenarios.push({ do: 'refuse', status: 429, error, headers: { 'retry-after': '12' } }, { do: 'refuse', status: 429, error });
    const first = await providerError(collect(provider, request));
    const expected = { action: 'wait', cause: 'rate-limited' };
    // Ollama has no rate limits, and its client hands no headers on.
    assert.deepEqual(first.fault, keyless ? expected : { ...expected, retryAfterMs: 12_000 });
    assert.equal(first.status, 429);
    assert.equal(first.requestId, keyless ? undefined : 'req_refused');
    assert.deepEqual((await providerError(collect(provider, request))).fault, expected);
  });

  test(`${api.name}: overload is waited for`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'refuse', status: 529, error: { message: 'Overloaded' } });
    assert.deepEqual((await providerError(collect(provider, request))).fault, { action: 'wait', cause: 'overloaded' });
  });

  test(`${api.name}: an error within the stream is none of the model's`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'fail-within', after: 3, error: { message: 'the machine broke' } });
    const { fault, message } = await providerError(collect(provider, request));
    assert.deepEqual(fault, { action: 'wait', cause: 'server-error' });
    assert.match(message, /the machine broke/);
  });

  test(`${api.name}: a prompt that is too long says so`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    const error = { message: 'the input length exceeds the context length', code: 'context_length_exceeded' };
    server.scenarios.push({ do: 'refuse', status: 400, error });
    const { fault, message } = await providerError(collect(provider, request));
    assert.deepEqual(fault, { action: 'pause', cause: 'context-too-long' });
    assert.match(message, /raise contextTokens/);
  });

  test(`${api.name}: what is no stream at all is no success`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'say', contentType: 'text/html', body: '<html>a proxy’s page</html>' });
    assert.equal((await providerError(collect(provider, request))).fault.action, 'wait');
  });

  test(`${api.name}: an address where nothing listens is named, with how to go on`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    await server.close();
    for (const work of [provider.identify(request), collect(provider, request)]) {
      const { fault, message } = await providerError(work);
      assert.deepEqual(fault, { action: 'wait', cause: 'unreachable' });
      assert.match(message, new RegExp(`cannot be reached at ${server.url}.*ECONNREFUSED: nothing listens there`));
    }
  });

  test(`${api.name}: a server that hangs up at once is waited for`, async (t) => {
    const { provider, request, endpoint } = await setting(t, api);
    const rude = createServer((socket) => socket.destroy());
    await new Promise<void>((listening) => rude.listen(0, '127.0.0.1', listening));
    t.after(() => rude.close());
    const { port } = rude.address() as { port: number };
    const there = { ...endpoint, baseUrl: `http://127.0.0.1:${port}${api.path}` };
    assert.deepEqual((await providerError(collect(provider, { ...request, endpoint: there }))).fault, {
      action: 'wait',
      cause: 'unreachable',
    });
  });

  if (keyless) continue;

  test(`${api.name}: a bad key is named by its variable, and not shown although the server shows it`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    const error = { message: `Incorrect API key provided: ${key}`, type: 'authentication_error', code: 'invalid_api_key' };
    server.scenarios.push({ do: 'refuse', status: 401, error });
    const { fault, message } = await providerError(collect(provider, request));
    assert.deepEqual(fault, { action: 'pause', cause: 'bad-key' });
    assert.match(message, new RegExp(`export ${keyVariable}=`));
  });

  test(`${api.name}: a key that is not set is named with its export line, before anything is sent`, async (t) => {
    const { server, provider, request, endpoint } = await setting(t, api);
    const unset = { ...request, endpoint: { ...endpoint, apiKeyVariable: 'SPECGEN_TEST_UNSET' } };
    for (const work of [provider.identify(unset), collect(provider, unset)]) {
      const { fault, message } = await providerError(work);
      assert.deepEqual(fault, { action: 'pause', cause: 'missing-key' });
      assert.match(message, /SPECGEN_TEST_UNSET is not set.*export SPECGEN_TEST_UNSET=/);
    }
    assert.equal(server.requests.length, 0);
  });

  test(`${api.name}: an endpoint of its own address gets no key that was not named for it`, async (t) => {
    const { server, provider, request, endpoint } = await setting(t, api);
    const { apiKeyVariable: _none, ...unnamed } = endpoint;
    await collect(provider, { ...request, endpoint: unnamed });
    assert.equal(server.requests[0]!.headers.authorization, 'Bearer none');
  });

  test(`${api.name}: a refused parameter is named, and left out when asked again`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    const words = "Unsupported parameter: 'temperature' is not supported with this model.";
    server.scenarios.push({ do: 'refuse', status: 400, error: { message: words, param: 'temperature' } });
    const { fault } = await providerError(collect(provider, request));
    assert.deepEqual(fault, { action: 'drop', cause: 'unsupported-parameter', parameter: 'temperature', words });
    const { end } = await collect(provider, { ...request, unsupported: { temperature: words } });
    assert.equal(end.unsupported.temperature, words);
    assert.deepEqual(
      server.requests.map(({ body }) => 'temperature' in body),
      [true, false],
    );
  });

  test(`${api.name}: declined content is an end of the response, not a fault`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'refuse', status: 400, error: { message: 'flagged', type: 'content_filter', code: 'content_filter' } });
    const declined = await collect(provider, request);
    assert.deepEqual([declined.text, declined.end.stopReason, declined.end.rawStopReason], ['', 'refused', 'content_filter']);
    server.scenarios.push({ do: 'answer', text: 'I will not', stop: 'refused' });
    const answered = await collect(provider, request);
    assert.deepEqual([answered.text, answered.end.stopReason], ['I will not', 'refused']);
  });
}
