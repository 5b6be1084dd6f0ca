import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Streams } from '../../activities/responses/streams.ts';

const quiet = { watch: () => undefined };

/** An attempt whose end is a loss or, `asked`, a wish of somebody. */
function attempt(asked: boolean) {
  const stop = new AbortController();
  return { stop, attendance: { signal: stop.signal, endsWork: () => asked, ...quiet } };
}

/** Work that ends when a test says so, or with its own signal. */
function work() {
  const { promise, resolve } = Promise.withResolvers<string>();
  const seen = { begun: 0, stopped: false };
  const run = (signal: AbortSignal) => {
    seen.begun += 1;
    signal.addEventListener('abort', () => {
      seen.stopped = true;
      resolve('stopped');
    });
    return promise;
  };
  return { seen, run, finish: resolve };
}

test('a second attempt attaches to the work of the first', async () => {
  const streams = new Streams<string>();
  const { seen, run, finish } = work();
  const both = [1, 2].map(() => streams.join('key', null, run, attempt(true).attendance));
  finish('text');
  assert.deepEqual([await Promise.all(both), seen.begun], [['text', 'text'], 1]);
});

test('a lost attempt leaves its work to the next one', async () => {
  const streams = new Streams<string>();
  const { seen, run, finish } = work();
  const lost = attempt(false);
  const first = streams.join('key', null, run, lost.attendance);
  lost.stop.abort(new Error('heartbeat refused'));
  await assert.rejects(first, /heartbeat refused/);
  const second = streams.join('key', null, run, attempt(false).attendance);
  finish('text');
  assert.deepEqual([await second, seen], ['text', { begun: 1, stopped: false }]);
});

test('a cancelled attempt ends its work, unless another one attends', async () => {
  const streams = new Streams<string>();
  const { seen, run } = work();
  const [one, other] = [attempt(true), attempt(true)];
  const [first, second] = [one, other].map(({ attendance }) => streams.join('key', null, run, attendance));
  one.stop.abort(new Error('cancelled'));
  await assert.rejects(first!, /cancelled/);
  assert.equal(seen.stopped, false);
  other.stop.abort(new Error('cancelled'));
  await assert.rejects(second!, /cancelled/);
  assert.equal(seen.stopped, true);
});

test('work of one lane runs one after another, even when its attempt is lost', async () => {
  const streams = new Streams<string>();
  const [one, other] = [work(), work()];
  const lost = attempt(false);
  const first = streams.join('a', 'host', one.run, lost.attendance);
  const second = streams.join('b', 'host', other.run, attempt(false).attendance);
  const elsewhere = streams.join('c', 'another host', async () => 'at once', attempt(false).attendance);
  lost.stop.abort(new Error('lost'));
  await assert.rejects(first);
  assert.equal(await elsewhere, 'at once');
  assert.deepEqual([one.seen.begun, other.seen.begun], [1, 0]);
  one.finish('a');
  other.finish('b');
  assert.equal(await second, 'b');
});

test('closing ends everything, and what waits never begins', async () => {
  const streams = new Streams<string>();
  const [one, other] = [work(), work()];
  const first = streams.join('a', 'host', one.run, attempt(false).attendance);
  const second = streams.join('b', 'host', other.run, attempt(false).attendance);
  second.catch(() => undefined);
  // work begins behind whatever was joined before
  await streams.join('c', null, async () => 'begun', attempt(false).attendance);
  await streams.close();
  assert.equal(await first, 'stopped');
  await assert.rejects(second, /this process ends/);
  assert.equal(other.seen.begun, 0);
});
