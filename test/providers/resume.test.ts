import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { GenerateRequest, StreamEnd, StreamPart } from '../../providers/provider.ts';
import { apis, setting } from './asking.ts';
import { pieces, usualText } from './fakes/scenario.ts';

const api = apis.find(({ name }) => name === 'ollama')!;

const part = (text: string, tokens = 1): StreamPart => ({ type: 'text', text, tokens });

/** The first `count` tokens of the usual text, as a cut stream left them. */
const received = (count: number): StreamPart[] =>
  pieces(usualText)
    .slice(0, count)
    .map((piece) => part(piece));

async function greedy(t: TestContext) {
  const { server, provider, request } = await setting(t, api);
  const atZero: GenerateRequest = { ...request, sampling: { ...request.sampling, temperature: 0 } };
  assert.ok(provider.resume);
  return { server, resume: provider.resume, request: atZero };
}

async function rest(stream: AsyncGenerator<StreamPart, StreamEnd>) {
  let text = '';
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { text, end: value };
    if (value.type === 'text') text += value.text;
  }
}

const whole = pieces(usualText).length;

for (const count of [5, 6, 20, whole - 1, whole]) {
  test(`after ${count} of ${whole} tokens the text goes on to the same whole`, async (t) => {
    const { resume, request } = await greedy(t);
    const resumption = await resume(request, received(count));
    assert.ok(resumption.resumed);
    const kept = resumption.kept.map((each) => ('text' in each ? each.text : '')).join('');
    assert.equal(
      kept,
      pieces(usualText)
        .slice(0, count - 4)
        .join(''),
    );
    const { text, end } = await rest(resumption.stream);
    assert.equal(kept + text, usualText);
    assert.deepEqual([end.stopReason, end.usage.outputTokens], ['complete', whole + 1]);
    assert.equal(end.usage.inputTokens, 8 + pieces(request.prompt).length);
  });
}

test('the limit of tokens holds for the whole response', async (t) => {
  const { server, resume, request } = await greedy(t);
  const resumption = await resume({ ...request, sampling: { ...request.sampling, maxTokens: 30 } }, received(20));
  assert.ok(resumption.resumed);
  const { end } = await rest(resumption.stream);
  assert.deepEqual([end.stopReason, end.usage.outputTokens], ['truncated', 30]);
  assert.equal(server.requests.length, 3);
});

const refusals: { name: string; parts: StreamPart[]; temperature?: number; why: RegExp; requests: number }[] = [
  { name: 'at a temperature above 0', parts: received(20), temperature: 0.8, why: /temperature/, requests: 0 },
  { name: 'with nothing received', parts: [], why: /too little/, requests: 0 },
  { name: 'with no more than what is dropped', parts: received(4), why: /too little/, requests: 0 },
  { name: 'without counted tokens', parts: [{ type: 'text', text: 'a' }, ...received(20)], why: /did not count/, requests: 0 },
  { name: 'after reasoning', parts: [{ type: 'reasoning', text: 'hm' }, ...received(20)], why: /reasoning/, requests: 0 },
  { name: 'while the text repeats itself', parts: Array.from({ length: 20 }, () => part(' na\n')), why: /repeats itself/, requests: 0 },
  {
    name: 'when the text reads back as other tokens',
    parts: [part('## F', 2), ...received(20).slice(1)],
    why: /reads back as 16 tokens, written were 17/,
    requests: 2,
  },
  { name: 'when the last tokens differ', parts: [...received(20).slice(0, -1), part('~~~~')], why: /did not come out again/, requests: 3 },
];

for (const { name, parts, temperature = 0, why, requests } of refusals) {
  test(`a response starts over ${name}`, async (t) => {
    const { server, resume, request } = await greedy(t);
    const resumption = await resume({ ...request, sampling: { ...request.sampling, temperature } }, parts);
    assert.ok(!resumption.resumed);
    assert.match(resumption.why, why);
    assert.equal(server.requests.length, requests);
    while (server.requests.some(({ state }) => state === 'open')) await new Promise((resolve) => setImmediate(resolve));
  });
}

test('a resumed stream that breaks is a fault like any other', async (t) => {
  const { server, resume, request } = await greedy(t);
  server.scenarios.push({ do: 'answer' }, { do: 'answer' }, { do: 'answer', betweenTokensMs: 5 });
  const resumption = await resume(request, received(20));
  assert.ok(resumption.resumed);
  await server.close();
  await assert.rejects(rest(resumption.stream), { name: 'ProviderError' });
});

test('on a GPU a response goes on only after the model has shown there that it can', async (t) => {
  const { server, resume, request } = await greedy(t);
  server.models.gpuBytes = 1000;
  const resumption = await resume(request, received(20));
  assert.ok(!resumption.resumed);
  assert.match(resumption.why, /specgen prove-continuation fake-model/);
});
