import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Client } from '@temporalio/client';
import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { fault } from '../../core/faults.ts';
import type { SweepProgress } from '../../core/sweep-progress.ts';
import type { ModelTally } from '../../core/tally.ts';
import type { SweepResult } from '../../workflows/sweep.ts';
import { answered, levelsOf, modelOf, openEnvironment, planOf, type World } from './environment.ts';

let environment: Awaited<ReturnType<typeof openEnvironment>>;
let client: Client;

before(async () => {
  environment = await openEnvironment();
  client = environment.client;
});
after(() => environment.close());

const start = (name: string) => client.workflow.start('sweep', { taskQueue: 'specgen', workflowId: name, args: [{}] });
const run = (name: string, world: World) => environment.with(world, async () => (await (await start(name)).result()) as SweepResult);
const tally = (sweep: string, model: string) => client.workflow.getHandle(`${sweep}/builtin:${model}`).query<ModelTally>('tally');

/** Waits for something that a workflow shows; each look is a query, so there is nothing to sleep for. */
async function until<T>(look: () => Promise<T>, met: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look().catch(() => undefined);
    if (seen !== undefined && met(seen)) return seen;
  }
}

/** A door that a test opens. */
function door(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

test('all trials are scored and the leaderboard sums them up', async () => {
  const earned = (name: string) => (name === 'strong' ? 5 : 1);
  const result = await run('sums', {
    plan: (sweep) => planOf(sweep, [modelOf('weak'), modelOf('strong')]),
    score: async (trial) => ({ points: 5, earned: earned(trial.model.name) }),
  });
  assert.deepEqual(
    result.leaderboard.map(({ model, earned: points, possible, done, status }) => ({ model, points, possible, done, status })),
    [
      { model: 'builtin:strong', points: 20, possible: 20, done: 4, status: 'done' },
      { model: 'builtin:weak', points: 4, possible: 20, done: 4, status: 'done' },
    ],
  );
  assert.equal(result.notScored, 0);
});

test('what cannot be scored is counted apart', async () => {
  const result = await run('unscored', {
    plan: (sweep) => planOf(sweep, [modelOf('m')]),
    score: async (trial) => ({ points: 5, earned: trial.sample === 1 ? null : 5 }),
  });
  assert.equal(result.notScored, 2);
  assert.equal(result.leaderboard[0]?.percent, 100);
});

test('a model that does not reach the share of the first levels stops there', async () => {
  const asked: number[] = [];
  const result = await run('qualify', {
    plan: (sweep) => planOf(sweep, [modelOf('m')], { levels: levelsOf(1, 2, 3), qualify: { levels: ['01-level'], percent: 50 } }),
    generate: async (trial) => {
      asked.push(trial.level.number);
      return answered;
    },
    score: async () => ({ points: 5, earned: 2 }),
  });
  assert.deepEqual(asked, [1, 1]);
  assert.equal(result.leaderboard[0]?.status, 'not-qualified');
});

test('models of one lane run one after another, whole', async () => {
  const order: string[] = [];
  const inLane = (name: string) => modelOf(name, { lane: 'host', concurrency: 1 });
  await run('lane', {
    plan: (sweep) => planOf(sweep, [inLane('a'), inLane('b')]),
    generate: async (trial) => {
      order.push(trial.model.name);
      return answered;
    },
  });
  assert.equal(order.join(''), 'aaaabbbb');
});

test('a provider that is down costs no trial: the model waits, with the reason in sight, and goes on', async () => {
  let asked = 0;
  const result = await run('down', {
    plan: (sweep) => planOf(sweep, [modelOf('m', { concurrency: 1 })]),
    generate: async () => {
      asked += 1;
      if (asked === 2) throw ApplicationFailure.nonRetryable('server down', fault.wait, { retryAfterMs: 1 });
      return answered;
    },
  });
  assert.equal(asked, 5);
  assert.equal(result.leaderboard[0]?.done, 4);
});

test('a fault that needs a person pauses the model until resume', async () => {
  let repaired = false;
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m')]),
    generate: async () => {
      if (!repaired) throw ApplicationFailure.nonRetryable('key revoked', fault.pause);
      return answered;
    },
  };
  await environment.with(world, async () => {
    const handle = await start('revoked');
    const paused = await until(
      () => tally('revoked', 'm'),
      (seen) => seen.status.state === 'paused',
    );
    assert.deepEqual(paused.status, { state: 'paused', reason: 'key revoked' });
    repaired = true;
    assert.match(await handle.executeUpdate<string, [object]>('resume', { args: [{ model: 'builtin:m' }] }), /going on: builtin:m/);
    assert.equal(((await handle.result()) as SweepResult).leaderboard[0]?.done, 4);
  });
});

test('pause begins nothing new, what is begun is finished; a model can be added meanwhile', async () => {
  const held = door();
  const asked: string[] = [];
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m', { concurrency: 1 })]),
    generate: async (trial) => {
      asked.push(trial.model.name);
      if (trial.model.name === 'm') await held.opened;
      return answered;
    },
  };
  await environment.with(world, async () => {
    const handle = await start('steered');
    await until(
      () => tally('steered', 'm'),
      (seen) => seen.generating === 1,
    );
    await handle.executeUpdate('pause', { args: [{ model: 'builtin:m' }] });
    held.open();
    await until(
      () => tally('steered', 'm'),
      (seen) => seen.done === 1,
    );
    assert.match(await handle.executeUpdate<string, [string]>('addModel', { args: ['builtin:late'] }), /added: builtin:late/);
    await until(
      () => tally('steered', 'late'),
      (seen) => seen.status.state === 'done',
    );
    assert.deepEqual(asked, ['m', 'late', 'late', 'late', 'late']);
    await handle.executeUpdate('resume', { args: [] });
    const result = (await handle.result()) as SweepResult;
    assert.deepEqual(
      result.leaderboard.map((line) => line.done),
      [4, 4],
    );
  });
});

test('steering that names nothing known is refused and changes nothing', async () => {
  const held = door();
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m')]),
    generate: async () => {
      await held.opened;
      return answered;
    },
  };
  await environment.with(world, async () => {
    const handle = await start('refused');
    const refused = async (update: string, argument: unknown) => {
      const error = await handle.executeUpdate(update, { args: [argument] }).then(
        () => assert.fail(`${update} was taken`),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof WorkflowUpdateFailedError, String(error));
      return String(error.cause?.message);
    };
    await until(
      () => tally('refused', 'm'),
      (seen) => seen.generating > 0,
    );
    assert.match(await refused('pause', { model: 'builtin:x' }), /no model "builtin:x" in this sweep; it has builtin:m/);
    assert.match(await refused('setLimits', { concurrency: 99 }), /whole number from 1 to 64, found 99/);
    assert.match(await refused('addModel', 7), /expected a model such as/);
    held.open();
    await handle.result();
  });
});

test('a cancelled sweep keeps what is scored and still makes its report', async () => {
  const held = door();
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m', { concurrency: 1 })]),
    generate: async (trial) => {
      if (trial.sample > 1) await held.opened;
      return answered;
    },
  };
  await environment.with(world, async () => {
    const handle = await start('cancelled');
    await until(
      () => tally('cancelled', 'm'),
      (seen) => seen.done === 2 && seen.generating === 1,
    );
    await handle.cancel();
    const error = await handle.result().then(
      () => assert.fail('it was not cancelled'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof WorkflowFailedError && error.cause instanceof CancelledFailure, String(error));
    const progress = await handle.query<SweepProgress>('progress');
    assert.equal(progress.state, 'cancelled');
    assert.deepEqual([progress.models[0]?.done, progress.models[0]?.status.state], [2, 'cancelled']);
    held.open();
  });
});

test('histories stay bounded: a long model goes on in further runs and counts every trial once', async () => {
  const seen = new Map<string, number>();
  const samples = 150;
  const result = await run('long', {
    plan: (sweep) => planOf(sweep, [modelOf('m', { concurrency: 16 })], { samples }),
    generate: async (trial) => {
      const id = `${trial.level.number}.${trial.sample}`;
      seen.set(id, (seen.get(id) ?? 0) + 1);
      return answered;
    },
  });
  assert.equal(result.leaderboard[0]?.done, 2 * samples);
  assert.equal(seen.size, 2 * samples);
  assert.ok(
    [...seen.values()].every((times) => times === 1),
    'a trial was generated twice',
  );
  const { runs, longest } = await historiesOf('long/builtin:m');
  assert.ok(runs > 1, 'the model never continued as new');
  assert.ok(longest < 10_240, `a history of ${longest} events`);
});

async function historiesOf(workflowId: string): Promise<{ runs: number; longest: number }> {
  const lengths: number[] = [];
  for await (const { runId } of client.workflow.list({ query: `WorkflowId='${workflowId}'` })) {
    lengths.push((await client.workflow.getHandle(workflowId, runId).describe()).historyLength);
  }
  return { runs: lengths.length, longest: Math.max(...lengths) };
}

test('bad input fails at once with its message alone', async () => {
  const world: World = {
    plan: () => {
      throw ApplicationFailure.nonRetryable('bad sweep input: "models": nothing', fault.badInput, { problems: [] });
    },
  };
  await environment.with(world, async () => {
    const error = await (await start('bad')).result().catch((reason: unknown) => reason);
    assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure, String(error));
    assert.equal(error.cause.message, 'bad sweep input: "models": nothing');
    assert.ok(!error.cause.failure?.stackTrace, 'the CLI would print a stack trace');
  });
});

test('an unknown workflow type fails at once and says which there is', async () => {
  await environment.with({ plan: (sweep) => planOf(sweep, []) }, async () => {
    const handle = await client.workflow.start('sweeep', { taskQueue: 'specgen', workflowId: 'typo', args: [] });
    const error = await handle.result().catch((reason: unknown) => reason);
    assert.ok(error instanceof WorkflowFailedError && /no workflow type "sweeep" here/.test(String(error.cause?.message)), String(error));
  });
});
