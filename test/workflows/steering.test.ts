import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { fault } from '../../core/faults.ts';
import type { SweepProgress } from '../../core/sweep-progress.ts';
import type { SweepResult } from '../../workflows/sweep.ts';
import { answered, modelOf, planOf, type World } from './environment.ts';
import { door, openWorkbench, until } from './workbench.ts';

let bench: Awaited<ReturnType<typeof openWorkbench>>;

before(async () => {
  bench = await openWorkbench();
});
after(() => bench.close());

test('a fault that needs a person pauses the model until resume', async () => {
  let repaired = false;
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m')]),
    generate: async () => {
      if (!repaired) throw ApplicationFailure.nonRetryable('key revoked', fault.pause);
      return answered;
    },
  };
  await bench.with(world, async () => {
    const handle = await bench.start('revoked');
    const paused = await until(
      () => bench.tally('revoked', 'm'),
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
  await bench.with(world, async () => {
    const handle = await bench.start('steered');
    await until(
      () => bench.tally('steered', 'm'),
      (seen) => seen.generating === 1,
    );
    await handle.executeUpdate('pause', { args: [{ model: 'builtin:m' }] });
    held.open();
    await until(
      () => bench.tally('steered', 'm'),
      (seen) => seen.done === 1,
    );
    assert.match(await handle.executeUpdate<string, [string]>('addModel', { args: ['builtin:late'] }), /added: builtin:late/);
    await until(
      () => bench.tally('steered', 'late'),
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
  await bench.with(world, async () => {
    const handle = await bench.start('refused');
    const refused = async (update: string, argument: unknown) => {
      const error = await handle.executeUpdate(update, { args: [argument] }).then(
        () => assert.fail(`${update} was taken`),
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof WorkflowUpdateFailedError, String(error));
      return String(error.cause?.message);
    };
    await until(
      () => bench.tally('refused', 'm'),
      (seen) => seen.generating > 0,
    );
    assert.match(await refused('pause', { model: 'builtin:x' }), /no model "builtin:x" in this sweep; it has builtin:m/);
    assert.match(await refused('setLimits', { concurrency: 99 }), /whole number from 1 to 64, found 99/);
    assert.match(await refused('addModel', 7), /expected a model such as/);
    held.open();
    await handle.result();
  });
});

test('a model added while the last one ends still runs', async () => {
  const [asked, held] = [door(), door()];
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m')]),
    prepare: async (model) => {
      if (model !== 'builtin:late') return;
      asked.open();
      await held.opened;
    },
    // the sweep cannot end before the update has come
    generate: async () => {
      await asked.opened;
      return answered;
    },
  };
  await bench.with(world, async () => {
    const handle = await bench.start('at-the-end');
    await until(
      () => handle.query<SweepProgress>('progress'),
      (seen) => seen.models.length === 1,
    );
    const added = handle.executeUpdate<string, [string]>('addModel', { args: ['builtin:late'] });
    await until(
      () => bench.tally('at-the-end', 'm'),
      (seen) => seen.status.state === 'done',
    );
    held.open();
    assert.match(await added, /added: builtin:late/);
    const result = (await handle.result()) as SweepResult;
    assert.deepEqual(
      result.leaderboard.map((line) => line.done),
      [4, 4],
    );
  });
});

test('what is generated is graded although the model was paused before the sweep was cancelled', async () => {
  const [graded, held] = [door(), door()];
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m', { concurrency: 1 })]),
    generate: async (trial) => {
      // the model is never at its end, whenever the cancellation reaches it
      if (trial.level.number > 1 || trial.sample > 1) await held.opened;
      return answered;
    },
    score: async () => {
      await graded.opened;
      return { points: 5, earned: 4 };
    },
  };
  await bench.with(world, async () => {
    const handle = await bench.start('paused-cancelled');
    await until(
      () => bench.tally('paused-cancelled', 'm'),
      (seen) => seen.awaitingGrading === 1 && seen.generating === 1,
    );
    await handle.executeUpdate('pause', { args: [] });
    await handle.cancel();
    graded.open();
    await handle.result().catch(() => undefined);
    const progress = await handle.query<SweepProgress>('progress');
    assert.deepEqual([progress.models[0]?.done, progress.models[0]?.status.state], [1, 'cancelled']);
    held.open();
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
  await bench.with(world, async () => {
    const handle = await bench.start('cancelled');
    await until(
      () => bench.tally('cancelled', 'm'),
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
