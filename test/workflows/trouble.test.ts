import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { fault } from '../../core/faults.ts';
import type { SweepResult } from '../../workflows/sweep.ts';
import { answered, levelsOf, modelOf, planOf, type World } from './environment.ts';
import { door, openWorkbench, until } from './workbench.ts';

let bench: Awaited<ReturnType<typeof openWorkbench>>;

before(async () => {
  bench = await openWorkbench();
});
after(() => bench.close());

const waiting = (cause: string, retryAfterMs = 1) => ApplicationFailure.nonRetryable(`it is ${cause}`, fault.wait, { cause, retryAfterMs });

test('a trial whose streams always break off is given up, with the others answered', async () => {
  let broken = 0;
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m')], { samples: 1 }),
    generate: async (trial, { last }) => {
      if (trial.level.number === 2) return answered;
      broken += 1;
      throw last ? ApplicationFailure.nonRetryable('too often', fault.trial, { cause: 'broken-off' }) : waiting('cut');
    },
  };
  const { leaderboard, notScored } = await bench.run('breaking', world);
  assert.deepEqual([broken, notScored, leaderboard[0]?.done], [5, 1, 2]);
});

test('when trials are given up in a row the model waits for a person', async () => {
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m', { concurrency: 1 })], { levels: levelsOf(1, 2, 3, 4), samples: 1 }),
    generate: async (trial) => {
      if (trial.level.number === 4) return answered;
      throw ApplicationFailure.nonRetryable('too often', fault.trial, { cause: 'broken-off' });
    },
  };
  await bench.with(world, async () => {
    const handle = await bench.start('given-up');
    const { status, done } = await until(
      () => bench.tally('given-up', 'm'),
      (tally) => tally.status.state === 'paused',
    );
    assert.deepEqual([status, done], [{ state: 'paused', reason: 'several trials in a row broke off: too often' }, 3]);
    await handle.executeUpdate('resume', { args: [{}] });
    assert.equal(((await handle.result()) as SweepResult).leaderboard[0]?.done, 4);
  });
});

test('a wait is shown with the time at which it ends', async () => {
  let asked = 0;
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m')], { samples: 1 }),
    generate: async () => {
      asked += 1;
      if (asked <= 2) throw waiting('rate-limited', 1500);
      return answered;
    },
  };
  await bench.with(world, async () => {
    const handle = await bench.start('shown');
    const { status } = await until(
      () => bench.tally('shown', 'm'),
      (tally) => tally.status.state === 'waiting',
    );
    assert.ok(status.state === 'waiting');
    assert.match(status.reason, /^it is rate-limited; trying again at \d\d:\d\d:\d\d UTC$/);
    await handle.result();
  });
});

test('the next model of a host begins while the last responses of the one before are graded; its memory is freed first', async () => {
  const graded = door();
  const order: string[] = [];
  const ollama = (name: string) => modelOf(name, { lane: 'host', concurrency: 1, endpoint: { name: 'o', provider: 'ollama' } });
  const world: World = {
    plan: (sweep) => planOf(sweep, [ollama('m'), ollama('n')], { samples: 1 }),
    generate: async (trial) => {
      if (order.at(-1) !== trial.model.name) order.push(trial.model.name);
      if (trial.model.name === 'n') graded.open();
      return answered;
    },
    unload: async ({ name }) => {
      order.push(`unload ${name}`);
    },
    score: async (trial) => {
      if (trial.model.name === 'm') await graded.opened;
      return { points: 5, earned: 5 };
    },
  };
  const { leaderboard } = await bench.run('lane', world);
  assert.deepEqual(order, ['m', 'unload m', 'n', 'unload n']);
  assert.deepEqual(
    leaderboard.map((line) => line.done),
    [2, 2],
  );
});

test('a server that cannot free a model’s memory stops nothing', async () => {
  const model = modelOf('m', { endpoint: { name: 'o', provider: 'ollama' } });
  const world: World = {
    plan: (sweep) => planOf(sweep, [model]),
    unload: async () => {
      throw new Error('no such route');
    },
  };
  assert.equal((await bench.run('kept', world)).leaderboard[0]?.done, 4);
});
