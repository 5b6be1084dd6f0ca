import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamEnd, StreamPart } from '../../core/stream.ts';
import { type Attempt, attempt } from '../../providers/sdk/attempt.ts';

const asked = { endpoint: 'gpu1', model: 'm', address: 'http://gpu1', keyVariable: null, modelCure: '', startCure: '' };

/** An attempt of one piece of text, and the signal that its request was given. */
function onePiece(caller = new AbortController().signal): { given: Attempt; signals: AbortSignal[] } {
  const signals: AbortSignal[] = [];
  const given: Attempt = {
    droppable: [],
    unsupported: {},
    signal: caller,
    circumstances: { asked, key: null, begun: false },
    complaint: () => null,
    async *stream(signal): AsyncGenerator<StreamPart, StreamEnd | null> {
      signals.push(signal);
      yield { type: 'text', text: 'x' };
      signal.throwIfAborted();
      throw new RangeError('a mistake of ours');
    },
  };
  return { given, signals };
}

test('leaving a stream aborts its request', async () => {
  const { given, signals } = onePiece();
  for await (const _part of attempt(given)) break;
  assert.equal(signals[0]?.aborted, true);
});

test('the caller’s reason reaches the request and comes back as it is', async () => {
  const caller = new AbortController();
  const reason = new Error('cancelled');
  const parts = attempt(onePiece(caller.signal).given);
  await parts.next();
  caller.abort(reason);
  await assert.rejects(parts.next(), (error) => error === reason);
});

test('a mistake of ours is no fault of the provider', async () => {
  const parts = attempt(onePiece().given);
  await parts.next();
  await assert.rejects(parts.next(), RangeError);
});
