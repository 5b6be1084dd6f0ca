import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apis, collect, key, providerError, setting } from './asking.ts';
import { pieces, usualText } from './fakes/scenario.ts';

for (const api of apis) {
  const counted = api.name === 'ollama';

  test(`${api.name}: a whole response comes with its end, usage and names`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    const { text, tokens, requestIds, end } = await collect(provider, request);
    assert.equal(text, usualText);
    assert.equal(end.stopReason, 'complete');
    const written = pieces(usualText).length;
    assert.equal(end.usage.outputTokens, counted ? written + 1 : written);
    assert.ok((end.usage.inputTokens ?? 0) > 0);
    assert.match(end.resolvedModel ?? '', /^fake-model/);
    assert.deepEqual(requestIds, counted ? [] : ['req_1']);
    assert.equal(tokens, counted ? written : Number.NaN);
    assert.equal(server.requests.length, 1);
  });

  test(`${api.name}: reasoning is kept apart from the response`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'answer', reasoning: 'first I think', text: 'then I answer' });
    const { text, reasoning } = await collect(provider, request);
    assert.deepEqual([reasoning, text], ['first I think', 'then I answer']);
  });

  test(`${api.name}: the token limit shows as truncated`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'answer', text: 'half a file', stop: 'truncated' });
    const { text, end } = await collect(provider, request);
    assert.deepEqual([text, end.stopReason], ['half a file', 'truncated']);
  });

  test(`${api.name}: an empty response is a response`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'answer', text: '' });
    const { text, end } = await collect(provider, request);
    assert.deepEqual([text, end.stopReason], ['', 'complete']);
  });

  test(`${api.name}: only the prompt is sent, and no retry is made`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'refuse', status: 500, error: { message: 'broken' } });
    await providerError(collect(provider, request));
    assert.equal(server.requests.length, 1);
    const sent = server.requests[0]!.body;
    assert.deepEqual(sent.messages ?? sent.input, sent.input ?? [{ role: 'user', content: 'Write Go.\n' }]);
    assert.equal(sent.input ?? 'Write Go.\n', 'Write Go.\n');
    for (const field of ['system', 'instructions']) assert.ok(!(field in sent));
  });

  test(`${api.name}: the key goes to its server only as a header`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    await collect(provider, request);
    assert.equal(server.requests[0]!.headers.authorization, counted ? undefined : `Bearer ${key}`);
    assert.ok(!JSON.stringify(server.requests[0]!.body).includes(key));
  });

  for (const after of [0, 1, 20]) {
    test(`${api.name}: a connection that breaks after ${after} pieces is no success`, async (t) => {
      const { server, provider, request } = await setting(t, api);
      server.scenarios.push({ do: 'break', after });
      const { fault } = await providerError(collect(provider, request));
      assert.equal(fault.action, 'wait');
      if (after > 0) assert.equal(fault.cause, 'cut');
    });

    test(`${api.name}: a body that ends early after ${after} pieces is no success`, async (t) => {
      const { server, provider, request } = await setting(t, api);
      server.scenarios.push({ do: 'end-early', after });
      const { fault } = await providerError(collect(provider, request));
      assert.deepEqual(fault, { action: 'wait', cause: 'cut' });
    });
  }

  test(`${api.name}: what came before the cut was handed on`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'end-early', after: 3 });
    const seen: string[] = [];
    const parts = provider.generate(request);
    await assert.rejects(async () => {
      for await (const part of parts) if (part.type === 'text') seen.push(part.text);
    });
    assert.deepEqual(seen, pieces(usualText).slice(0, 3));
  });

  test(`${api.name}: aborting before the first token throws the reason and ends the request`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'stall-before-headers' });
    const leave = new AbortController();
    const reading = collect(provider, { ...request, signal: leave.signal });
    await until(() => server.requests.length === 1);
    leave.abort(new Error('the sweep was cancelled'));
    await assert.rejects(reading, /the sweep was cancelled/);
    await until(() => server.requests[0]!.state === 'left');
  });

  test(`${api.name}: leaving in the middle ends the request at the server`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'stall', after: 2 });
    for await (const part of provider.generate(request)) if (part.type === 'text') break;
    await until(() => server.requests[0]!.state === 'left');
  });

  test(`${api.name}: a missing model is named at once`, async (t) => {
    const { provider, request } = await setting(t, api);
    const { fault, message } = await providerError(provider.identify({ ...request, model: 'nope' }));
    assert.deepEqual(fault, { action: 'pause', cause: 'missing-model' });
    assert.match(message, /"nope"/);
  });

  test(`${api.name}: models are listed`, async (t) => {
    const { provider, endpoint, request } = await setting(t, api);
    const offered = await provider.models(endpoint, request.signal);
    assert.deepEqual(
      offered?.map(({ name }) => name),
      ['fake-model'],
    );
  });
}

/** Lets the event loop turn until a condition holds that an earlier step brings about. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const event = (data: { type: string }): string => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;

test('anthropic: a stop reason without message_stop is no success', async (t) => {
  const { server, provider, request } = await setting(t, apis[0]!);
  const message = { model: 'fake-model', usage: { input_tokens: 1, output_tokens: 1 } };
  const delta = { stop_reason: 'end_turn', stop_sequence: null };
  const events = [
    { type: 'message_start', message },
    { type: 'message_delta', delta, usage: { output_tokens: 2 } },
  ];
  server.scenarios.push({ do: 'say', contentType: 'text/event-stream', body: events.map(event).join('') });
  assert.deepEqual((await providerError(collect(provider, request))).fault, { action: 'wait', cause: 'cut' });
});

test('openai-compatible: a finish reason makes a text whole, although the usage behind it was lost', async (t) => {
  const { server, provider, request } = await setting(t, apis[2]!);
  const chunk = { model: 'fake-model', choices: [{ index: 0, delta: { content: 'whole' }, finish_reason: 'stop' }] };
  server.scenarios.push({ do: 'say', contentType: 'text/event-stream', body: `data: ${JSON.stringify(chunk)}\n\n` });
  const { text, end } = await collect(provider, request);
  assert.deepEqual([text, end.stopReason, end.usage.outputTokens], ['whole', 'complete', null]);
});
