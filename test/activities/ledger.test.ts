import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { obtain } from '../../activities/responses/obtain.ts';
import type { ResponseQuestion } from '../../activities/responses/request.ts';
import { costBound } from '../../core/cost.ts';
import { possiblyLost, spentBy } from '../../core/ledger.ts';
import type { StreamEnd, StreamPart } from '../../core/stream.ts';
import type { Provider } from '../../providers/provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import { handling } from '../sweep/handling.ts';
import { askingWith, storeIn } from './setting.ts';

type Stream = () => AsyncGenerator<StreamPart, StreamEnd>;

const price = { input: 2, output: 10 };
const end: StreamEnd = {
  stopReason: 'complete',
  rawStopReason: 'stop',
  usage: { inputTokens: 1000, outputTokens: 100, reasoningTokens: null },
  rawUsage: null,
  unsupported: {},
};
const prompt = 'Write.';
const maxTokens = 1000;
const bound = costBound(price, prompt.length, maxTokens);

async function* whole(): AsyncGenerator<StreamPart, StreamEnd> {
  yield { type: 'request', requestId: 'req_1' };
  yield { type: 'text', text: 'all' };
  return end;
}

async function* brokenOff(): AsyncGenerator<StreamPart, StreamEnd> {
  yield { type: 'request', requestId: 'req_1' };
  throw new ProviderError('cut', { action: 'wait', cause: 'cut' });
}

// biome-ignore lint/correctness/useYield: a server that says no sends no piece
async function* limited(): AsyncGenerator<StreamPart, StreamEnd> {
  throw new ProviderError('too many', { action: 'wait', cause: 'rate-limited' }, { status: 429 });
}

/** What is picked up again does not name its request a second time. */
async function* rest(): AsyncGenerator<StreamPart, StreamEnd> {
  yield { type: 'text', text: 'all' };
  return end;
}

async function* restBrokenOff(): AsyncGenerator<StreamPart, StreamEnd> {
  yield { type: 'text', text: 'a' };
  throw new ProviderError('cut again', { action: 'wait', cause: 'cut' });
}

function questionFor(
  streams: Stream[],
  more: { sweep?: string; background?: boolean; priced?: boolean; rests?: Stream[] } = {},
): ResponseQuestion {
  const provider: Provider = {
    identify: async () => ({ provider: 'openai', model: 'm' }),
    models: async () => null,
    generate: () => (streams.shift() ?? assert.fail('asked once too often'))(),
    ...(more.background && {
      resume: async (_, received) => ({ resumed: true, kept: [...received], stream: (more.rests?.shift() ?? rest)() }),
    }),
  };
  const endpoint = { name: 'openai', provider: 'openai' as const, ...(more.background && { background: true }) };
  const model = { id: 'openai:m', name: 'm', endpoint, queue: '', lane: '', concurrency: 1, price: more.priced === false ? null : price };
  const sampling = { temperature: 0.8, seed: 1, maxTokens, contextTokens: 512, threads: null };
  const level = { number: 1, name: '01-level', hash: '', points: 5, promptBytes: prompt.length };
  const trial = { sweep: more.sweep ?? 'night', model, level, sample: 1, sampling, handling, specs: null };
  return { trial, levelFolder: '', provider, prompt, sampling, identity: { provider: 'openai', model: 'm' }, key: 'a-key' };
}

const asking = (allowedUsd: number | null = null, signal = new AbortController().signal) => askingWith(signal, allowedUsd);

test('a request has an intent before it is made and an outcome with its cost afterwards', async (t) => {
  const store = storeIn(t);
  let before: string[] = [];
  async function* looking() {
    before = readdirSync(store.folder('a-key'));
    return yield* whole();
  }
  const { response } = await obtain(store, questionFor([looking]), asking());
  assert.ok(before.includes('paid-1.json') && !before.includes('paid-1-outcome.json'), before.join());
  const ledger = await store.ledger('a-key').entries();
  assert.equal(ledger[0]?.boundUsd, bound);
  assert.deepEqual(
    [ledger[0]?.outcome?.ended, ledger[0]?.outcome?.requestIds, ledger[0]?.outcome?.costUsd],
    ['complete', ['req_1'], 0.003],
  );
  assert.equal(response.metadata.costUsd, 0.003);
  assert.deepEqual(possiblyLost(ledger), { requests: 0, boundUsd: 0 });
});

test('what no provider has charged for costs nothing; a stream that broke off counts at its bound', async (t) => {
  const store = storeIn(t);
  const question = questionFor([limited, brokenOff, whole]);
  await assert.rejects(obtain(store, question, asking()), /too many/);
  await assert.rejects(obtain(store, question, asking()), /cut/);
  await obtain(store, question, asking());
  const ledger = await store.ledger('a-key').entries();
  assert.deepEqual(
    ledger.map((entry) => entry.outcome?.costUsd),
    [0, null, 0.003],
  );
  assert.equal(spentBy('night', ledger), bound + 0.003);
  assert.deepEqual(possiblyLost(ledger), { requests: 1, boundUsd: bound });
});

test('an intent without an outcome is money that may be lost, and leaves less of the permit', async (t) => {
  const store = storeIn(t);
  const stop = new AbortController();
  async function* killed(): AsyncGenerator<StreamPart, StreamEnd> {
    yield { type: 'request', requestId: 'req_1' };
    throw new Error('killed');
  }
  await assert.rejects(obtain(store, questionFor([killed]), asking(bound, stop.signal)));
  rmSync(path.join(store.folder('a-key'), 'paid-1-outcome.json'));
  assert.deepEqual(possiblyLost(await store.ledger('a-key').entries()), { requests: 1, boundUsd: bound });
  await assert.rejects(obtain(store, questionFor([]), asking(bound)), /may have cost .* of the .* allowed/);
  const { reused } = await obtain(store, questionFor([whole]), asking(2 * bound));
  assert.equal(reused, false);
});

test('what another sweep has paid for is no cost of this one', async (t) => {
  const store = storeIn(t);
  await obtain(store, questionFor([whole], { sweep: 'first' }), asking());
  const { reused } = await obtain(store, questionFor([], { sweep: 'second' }), asking(0));
  const ledger = await store.ledger('a-key').entries();
  assert.deepEqual([reused, spentBy('first', ledger), spentBy('second', ledger)], [true, 0.003, 0]);
});

test('a response in the background that is picked up again is one paid request', async (t) => {
  const store = storeIn(t);
  await assert.rejects(obtain(store, questionFor([brokenOff], { background: true }), asking(bound)), /cut/);
  await obtain(store, questionFor([], { background: true }), asking(bound));
  const ledger = await store.ledger('a-key').entries();
  assert.deepEqual(
    ledger.map((entry) => entry.outcome?.ended),
    ['complete'],
  );
});

test('a background response that breaks off twice is still one request, open until it is whole', async (t) => {
  const store = storeIn(t);
  const cut = { background: true, rests: [restBrokenOff] };
  await assert.rejects(obtain(store, questionFor([brokenOff], cut), asking(bound)), /cut/);
  await assert.rejects(obtain(store, questionFor([], cut), asking(bound)), /cut again/);
  assert.equal((await store.ledger('a-key').entries())[0]?.outcome, null);
  await obtain(store, questionFor([], { background: true }), asking(bound));
  const ledger = await store.ledger('a-key').entries();
  assert.deepEqual(
    ledger.map(({ outcome }) => [outcome?.ended, outcome?.costUsd]),
    [['complete', 0.003]],
  );
});

test('an answer of a gateway and a connection that was reset may have been worked on; no connection was not', async (t) => {
  const failing = (status?: number, code?: string): Stream =>
    // biome-ignore lint/correctness/useYield: nothing comes
    async function* () {
      throw new ProviderError('no answer', { action: 'wait', cause: 'unreachable' }, { status, code });
    };
  const costs: (number | null | undefined)[] = [];
  for (const stream of [failing(504), failing(500), failing(undefined, 'ECONNRESET'), failing(503), failing(undefined, 'ECONNREFUSED')]) {
    const store = storeIn(t);
    await assert.rejects(obtain(store, questionFor([stream]), asking()));
    costs.push((await store.ledger('a-key').entries())[0]?.outcome?.costUsd);
  }
  assert.deepEqual(costs, [null, null, null, 0, 0]);
});

test('a paid API has a ledger without a price, too; its costs are not known', async (t) => {
  const store = storeIn(t);
  const { response } = await obtain(store, questionFor([whole], { priced: false }), asking());
  const [entry] = await store.ledger('a-key').entries();
  assert.deepEqual([entry?.boundUsd, entry?.outcome?.costUsd, response.metadata.costUsd], [null, null, null]);
});

test('an entry that was edited is named and nothing is paid', async (t) => {
  const store = storeIn(t);
  await assert.rejects(obtain(store, questionFor([brokenOff]), asking()));
  writeFileSync(path.join(store.folder('a-key'), 'paid-1.json'), '{"number": "one"}');
  await assert.rejects(obtain(store, questionFor([]), asking()), /paid-1\.json is not an entry of a ledger/);
});
