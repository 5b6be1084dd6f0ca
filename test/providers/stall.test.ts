import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamEnd, StreamPart } from '../../core/stream.ts';
import type { Provider } from '../../providers/provider.ts';
import { withStallLimits } from '../../providers/stall/stall-limits.ts';
import { apis, collect, providerError, requestTo, setting } from './asking.ts';

const limits = { firstTokenMs: 300_000, nextTokenMs: 20_000 };
const usage = { inputTokens: null, outputTokens: null, reasoningTokens: null };
const end: StreamEnd = { stopReason: 'complete', rawStopReason: 'stop', usage, rawUsage: null, unsupported: {} };

/** A provider whose stream is these parts, each after so many milliseconds of mocked time; it never ends when `forever`. */
function playing(parts: [number, StreamPart][], forever = false): Provider {
  return {
    identify: () => assert.fail(),
    models: () => assert.fail(),
    async *generate() {
      for (const [afterMs, part] of parts) {
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        yield part;
      }
      if (forever) await new Promise(() => {});
      return end;
    },
  };
}

const request = requestTo({ name: 'gpu1', provider: 'ollama' });
const text: StreamPart = { type: 'text', text: 'x' };
const id: StreamPart = { type: 'request', requestId: 'req_1' };

const cases: { name: string; parts: [number, StreamPart][]; forever?: boolean; stalls: RegExp | null }[] = [
  { name: 'a slow first token is waited for', parts: [[299_000, text]], stalls: null },
  { name: 'a missing first token is not', parts: [[301_000, text]], stalls: /nothing for 300 s before the first token/ },
  {
    name: 'headers are no token',
    parts: [
      [1, id],
      [100_000, text],
    ],
    stalls: null,
  },
  {
    name: 'tokens may come slowly',
    parts: [
      [1, text],
      [19_000, text],
      [19_000, text],
    ],
    stalls: null,
  },
  {
    name: 'silence after a token is shorter',
    parts: [
      [1, text],
      [21_000, text],
    ],
    stalls: /nothing for 20 s between two tokens/,
  },
  {
    name: 'silence after reasoning counts as such',
    parts: [
      [1, { type: 'reasoning', text: 'hm' }],
      [21_000, text],
    ],
    stalls: /between two tokens/,
  },
  { name: 'silence before the end counts as such', parts: [[1, text]], forever: true, stalls: /between two tokens/ },
];

for (const { name, parts, forever, stalls } of cases) {
  test(name, async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    let settled = false;
    const reading = collect(withStallLimits(playing(parts, forever), limits), request).finally(() => {
      settled = true;
    });
    const outcome = stalls ? providerError(reading) : reading;
    while (!settled) {
      await new Promise((resolve) => setImmediate(resolve));
      t.mock.timers.tick(500);
    }
    if (!stalls) return assert.equal((await reading).end, end);
    const error = await (outcome as ReturnType<typeof providerError>);
    assert.deepEqual(error.fault, { action: 'wait', cause: 'stalled' });
    assert.match(error.message, stalls);
  });
}

test('the provider sees that its stream was ended, and why', async () => {
  let seen: AbortSignal | null = null;
  const silent = playing([], true);
  const watched = withStallLimits(
    {
      ...silent,
      generate(request) {
        seen = request.signal;
        return silent.generate(request);
      },
    },
    { firstTokenMs: 1, nextTokenMs: 1 },
  );
  const error = await providerError(collect(watched, request));
  const { aborted, reason } = seen as unknown as AbortSignal;
  assert.deepEqual([aborted, reason], [true, error]);
});

for (const api of apis) {
  test(`${api.name}: a silent stream is ended at the server too`, async (t) => {
    const { server, provider, request } = await setting(t, api);
    server.scenarios.push({ do: 'stall', after: 2 }, { do: 'stall-before-headers' });
    const watched = withStallLimits(provider, { firstTokenMs: 200, nextTokenMs: 50 });
    assert.equal((await providerError(collect(watched, request))).fault.cause, 'stalled');
    assert.equal((await providerError(collect(watched, request))).fault.cause, 'stalled');
    while (server.requests.some(({ state }) => state !== 'left')) await new Promise((resolve) => setImmediate(resolve));
  });
}
