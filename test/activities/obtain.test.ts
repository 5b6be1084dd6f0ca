import assert from 'node:assert/strict';
import { test } from 'node:test';
import { obtain } from '../../activities/responses/obtain.ts';
import type { ResponseQuestion } from '../../activities/responses/request.ts';
import type { StreamEnd, StreamPart } from '../../core/stream.ts';
import type { GenerateRequest, Provider } from '../../providers/provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import { handling } from '../sweep/handling.ts';
import { askingWith, storeIn } from './setting.ts';

const words = ['one ', 'two ', 'three ', 'four'];
const end: StreamEnd = {
  stopReason: 'complete',
  rawStopReason: 'stop',
  usage: { inputTokens: 1, outputTokens: 4, reasoningTokens: null },
  rawUsage: null,
  unsupported: {},
};
const cut = () => new ProviderError('the stream was cut', { action: 'wait', cause: 'cut' });

/** Streams the words from one on; throws `fault` in place of the word with its number. */
async function* tell(from = 0, fault?: { at: number; error: Error }): AsyncGenerator<StreamPart, StreamEnd> {
  for (const [index, text] of words.entries()) {
    if (index < from) continue;
    if (fault && fault.at === index) throw fault.error;
    yield { type: 'text', text, tokens: 1 };
  }
  return end;
}

/** A provider that plays one stream after another, and notes what it was asked. */
function playing(streams: ((request: GenerateRequest) => AsyncGenerator<StreamPart, StreamEnd>)[], resume?: Provider['resume']) {
  const asked: Record<string, string>[] = [];
  const provider: Provider = {
    identify: async () => ({ provider: 'p', model: 'm' }),
    models: async () => null,
    generate: (request) => {
      asked.push({ ...request.unsupported });
      return (streams.shift() ?? (() => tell()))(request);
    },
    ...(resume && { resume }),
  };
  return { provider, asked };
}

function questionFor(provider: Provider, more: { temperature?: number; model?: string } = {}): ResponseQuestion {
  const sampling = { temperature: more.temperature ?? 0, seed: 1, maxTokens: 10, contextTokens: 512, threads: null };
  const endpoint = { name: 'p', provider: 'ollama' as const };
  const model = { id: 'p:m', name: 'm', endpoint, queue: '', lane: '', concurrency: 1, price: null };
  const level = { number: 1, name: '01-level', hash: '', points: 5, promptBytes: 6 };
  const trial = { sweep: 's', model, level, sample: 1, sampling, handling, specs: null };
  const identity = { provider: 'p', model: more.model ?? 'm' };
  return { trial, levelFolder: '', provider, prompt: 'Write.', sampling, identity, key: 'a-key' };
}

const asking = (signal: AbortSignal) => askingWith(signal, null);
const never = new AbortController().signal;

test('a response that came whole is never asked for again', async (t) => {
  const [store, { provider, asked }] = [storeIn(t), playing([])];
  const first = await obtain(store, questionFor(provider), asking(never));
  const second = await obtain(store, questionFor(provider), asking(never));
  assert.deepEqual([first.reused, second.reused, asked.length], [false, true, 1]);
  assert.equal(second.response.text, 'one two three four');
});

test('a clock that is put back meanwhile does not shorten a response', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-03-01T12:00:00Z') });
  const putBack = async function* () {
    t.mock.timers.setTime(Date.parse('2026-03-01T11:00:00Z'));
    return yield* tell();
  };
  const { metadata } = (await obtain(storeIn(t), questionFor(playing([putBack]).provider), asking(never))).response;
  assert.equal(metadata.timing.startedAt, '2026-03-01T12:00:00.000Z');
  assert.ok(metadata.timing.totalMs >= 0, `it lasted ${metadata.timing.totalMs} ms`);
});

test('a cut stream is a fault; the next attempt starts over and both are told of', async (t) => {
  const [store, { provider }] = [storeIn(t), playing([() => tell(0, { at: 2, error: cut() })])];
  await assert.rejects(obtain(store, questionFor(provider), asking(never)), /the stream was cut/);
  const { response } = await obtain(store, questionFor(provider), asking(never));
  assert.equal(response.text, 'one two three four');
  assert.deepEqual(
    response.metadata.attempts.map(({ ended, continuedAtByte }) => ({ ended, continuedAtByte })),
    [
      { ended: 'the stream was cut', continuedAtByte: undefined },
      { ended: 'complete', continuedAtByte: undefined },
    ],
  );
});

const goesOn: Provider['resume'] = async (_request, received) => ({
  resumed: true,
  kept: received.slice(0, 1),
  stream: tell(1),
});

test('greedy text goes on behind what is kept, and says from where', async (t) => {
  const [store, { provider, asked }] = [storeIn(t), playing([() => tell(0, { at: 2, error: cut() })], goesOn)];
  await assert.rejects(obtain(store, questionFor(provider), asking(never)));
  const { response } = await obtain(store, questionFor(provider), asking(never));
  assert.deepEqual([response.text, asked.length], ['one two three four', 1]);
  assert.equal(response.metadata.attempts[1]?.continuedAtByte, 4);
});

test('where the provider cannot show that a response goes on alike it starts over, and says why', async (t) => {
  const cannot: Provider['resume'] = async () => ({ resumed: false, why: 'the counts differ' });
  const [store, { provider, asked }] = [storeIn(t), playing([() => tell(0, { at: 2, error: cut() })], cannot)];
  await assert.rejects(obtain(store, questionFor(provider), asking(never)));
  const { response } = await obtain(store, questionFor(provider), asking(never));
  assert.equal(asked.length, 2);
  const [broken, whole] = response.metadata.attempts;
  assert.deepEqual([broken?.agrees, whole?.restarted, whole?.continuedAtByte], [true, 'the counts differ', undefined]);
});

test('a sweep that wants cut responses anew gets them so, also where they could go on', async (t) => {
  const [store, { provider, asked }] = [storeIn(t), playing([() => tell(0, { at: 2, error: cut() })], goesOn)];
  const question = questionFor(provider);
  question.trial.handling = { ...question.trial.handling, onCut: 'restart' };
  await assert.rejects(obtain(store, question, asking(never)));
  const { response } = await obtain(store, question, asking(never));
  assert.equal(asked.length, 2);
  assert.match(response.metadata.attempts[1]?.restarted ?? '', /anew/);
});

test('greedy text that came out otherwise the second time is noted: the server is not deterministic', async (t) => {
  async function* otherwise(): AsyncGenerator<StreamPart, StreamEnd> {
    yield { type: 'text', text: 'uno ' };
    throw cut();
  }
  const [store, { provider }] = [storeIn(t), playing([otherwise])];
  await assert.rejects(obtain(store, questionFor(provider), asking(never)));
  const { response } = await obtain(store, questionFor(provider), asking(never));
  assert.equal(response.metadata.attempts[0]?.agrees, false);
});

test('a stream whose process died behind its end is put in place without a request', async (t) => {
  const [store, { provider, asked }] = [storeIn(t), playing([])];
  const journal = await store.begin('a-key', '2026-01-01T00:00:00.000Z');
  await journal.append({ type: 'text', text: 'whole' });
  await journal.end(end, '2026-01-01T00:00:02.000Z');
  const { response, reused } = await obtain(store, questionFor(provider), asking(never));
  assert.deepEqual([response.text, response.metadata.timing.totalMs, reused, asked.length], ['whole', 2000, false, 0]);
});

test('a parameter that a model refuses is left out at once, and from then on', async (t) => {
  const refusal = new ProviderError('no temperature', {
    action: 'drop',
    cause: 'unsupported-parameter',
    parameter: 'temperature',
    words: 'only 1',
  });
  const { provider, asked } = playing([() => tell(0, { at: 0, error: refusal })]);
  await obtain(storeIn(t), questionFor(provider, { model: 'picky' }), asking(never));
  await obtain(storeIn(t), questionFor(provider, { model: 'picky' }), asking(never));
  assert.deepEqual(asked, [{}, { temperature: 'only 1' }, { temperature: 'only 1' }]);
});

test('an attempt that is stopped from outside stays open: it may have been paid for in vain', async (t) => {
  const stop = new AbortController();
  const [store, { provider }] = [
    storeIn(t),
    playing([
      async function* () {
        yield { type: 'text', text: 'one ' };
        stop.abort(new Error('worker shuts down'));
        throw stop.signal.reason;
      },
    ]),
  ];
  await assert.rejects(obtain(store, questionFor(provider), asking(stop.signal)), /worker shuts down/);
  assert.equal((await store.attempts('a-key'))[0]?.outcome, null);
  const { response } = await obtain(store, questionFor(provider), asking(never));
  assert.deepEqual(
    response.metadata.attempts.map((attempt) => attempt.ended),
    ['lost with the process that made it', 'complete'],
  );
});
