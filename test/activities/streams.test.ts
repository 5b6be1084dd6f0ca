import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Streams } from '../../activities/responses/streams.ts';
import { Turns } from '../../activities/turns.ts';

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
  const both = [1, 2].map(() => streams.join('key', run, attempt(true).attendance));
  finish('text');
  assert.deepEqual([await Promise.all(both), seen.begun], [['text', 'text'], 1]);
});

test('a lost attempt leaves its work to the next one', async () => {
  const streams = new Streams<string>();
  const { seen, run, finish } = work();
  const lost = attempt(false);
  const first = streams.join('key', run, lost.attendance);
  lost.stop.abort(new Error('heartbeat refused'));
  await assert.rejects(first, /heartbeat refused/);
  const second = streams.join('key', run, attempt(false).attendance);
  finish('text');
  assert.deepEqual([await second, seen], ['text', { begun: 1, stopped: false }]);
});

test('a cancelled attempt ends its work, unless another one attends', async () => {
  const streams = new Streams<string>();
  const { seen, run } = work();
  const [one, other] = [attempt(true), attempt(true)];
  const [first, second] = [one, other].map(({ attendance }) => streams.join('key', run, attendance));
  one.stop.abort(new Error('cancelled'));
  await assert.rejects(first!, /cancelled/);
  assert.equal(seen.stopped, false);
  other.stop.abort(new Error('cancelled'));
  await assert.rejects(second!, /cancelled/);
  assert.equal(seen.stopped, true);
});

test('closing ends everything', async () => {
  const streams = new Streams<string>();
  const { seen, run } = work();
  const running = streams.join('a', run, attempt(false).attendance);
  await streams.close();
  assert.deepEqual([await running, seen.stopped], ['stopped', true]);
});

test('work of one lane runs one after another, that of others beside it', async () => {
  const turns = new Turns();
  const never = new AbortController().signal;
  const [one, other] = [work(), work()];
  const first = turns.take('host', never, () => one.run(never));
  const second = turns.take('host', never, () => other.run(never));
  assert.equal(await turns.take('another host', never, async () => 'at once'), 'at once');
  assert.deepEqual([one.seen.begun, other.seen.begun], [1, 0]);
  one.finish('a');
  other.finish('b');
  assert.deepEqual(await Promise.all([first, second]), ['a', 'b']);
});

test('who is stopped while waiting never begins, and the next one does; a failure holds up nobody', async () => {
  const turns = new Turns();
  const [stop, never] = [new AbortController(), new AbortController().signal];
  const failing = turns.take('host', never, async () => Promise.reject(new Error('cut')));
  const stopped = work();
  const waiting = turns.take('host', stop.signal, () => stopped.run(never));
  const last = turns.take('host', never, async () => 'last');
  stop.abort(new Error('cancelled'));
  await assert.rejects(failing, /cut/);
  await assert.rejects(waiting, /cancelled/);
  assert.deepEqual([await last, stopped.seen.begun], ['last', 0]);
});
