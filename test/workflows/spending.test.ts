import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { costBound } from '../../core/cost.ts';
import { fault } from '../../core/faults.ts';
import type { PlannedModel } from '../../core/sweep-plan.ts';
import type { SweepResult } from '../../workflows/sweep.ts';
import { answered, modelOf, planOf, type World } from './environment.ts';
import { door, openWorkbench, until } from './workbench.ts';

let bench: Awaited<ReturnType<typeof openWorkbench>>;

before(async () => {
  bench = await openWorkbench();
});
after(() => bench.close());

/** One request may cost a dollar (744 + 256 bytes of prompt, 1 token) and costs a quarter. */
const price = { input: 999, output: 1000 };
const bound = costBound(price, 744, 1);
const cost = bound / 4;
const dear = (name: string): PlannedModel => modelOf(name, { price });

/** Counts requests and, at each, what could be spent if all in flight cost their bound. */
function spender(limitUsd: number) {
  const seen = { requests: 0, inFlight: 0, spent: 0, overshot: false, permits: [] as (number | null)[] };
  const generate: World['generate'] = async (_trial, { allowedUsd }) => {
    seen.requests += 1;
    seen.inFlight += 1;
    seen.permits.push(allowedUsd);
    seen.overshot ||= seen.spent + seen.inFlight * bound > limitUsd + 1e-6;
    await new Promise(setImmediate);
    seen.inFlight -= 1;
    seen.spent += cost;
    return { ...answered, costUsd: cost };
  };
  return { seen, generate };
}

const paused = (sweep: string, model: string) =>
  until(
    () => bench.tally(sweep, model),
    (tally) => tally.status.state === 'paused',
  );

test('requests side by side cannot overshoot a model’s limit; with a higher one it goes on', async () => {
  const { seen, generate } = spender(2 * bound);
  const world: World = {
    plan: (sweep) => planOf(sweep, [dear('m')], { samples: 6, limits: { sweepUsd: null, modelUsd: 2 * bound } }),
    generate,
  };
  await bench.with(world, async () => {
    const handle = await bench.start('limited');
    const tally = await paused('limited', 'm');
    assert.ok(tally.status.state === 'paused');
    assert.match(
      tally.status.reason,
      /limit of \$.* for this model: \$.* spent, the next request may cost .*specgen resume limited --max-cost/,
    );
    assert.deepEqual([seen.overshot, seen.requests], [false, 5]);
    assert.ok(Math.abs((tally.costUsd ?? 0) - 5 * cost) < 1e-9);
    await handle.executeUpdate('resume', { args: [{ model: 'builtin:m', maxCostUsd: 100 }] });
    assert.equal(((await handle.result()) as SweepResult).leaderboard[0]?.done, 12);
  });
});

test('the models of a sweep share its limit; raised, all of them go on', async () => {
  const limit = 4 * bound;
  const { seen, generate } = spender(limit);
  const world: World = {
    plan: (sweep) => planOf(sweep, [dear('m'), dear('n')], { samples: 8, limits: { sweepUsd: limit, modelUsd: null } }),
    generate,
  };
  await bench.with(world, async () => {
    const handle = await bench.start('shared');
    const [m, n] = await Promise.all([paused('shared', 'm'), paused('shared', 'n')]);
    assert.ok(m.status.state === 'paused' && n.status.state === 'paused');
    assert.match(m.status.reason, /for this sweep/);
    assert.equal(seen.overshot, false);
    assert.ok(seen.spent > limit - 2 * bound, `${seen.spent} of ${limit} used`);
    await handle.executeUpdate('resume', { args: [{ maxCostUsd: 100 * bound }] });
    const { leaderboard } = (await handle.result()) as SweepResult;
    assert.deepEqual(
      leaderboard.map((line) => line.done),
      [16, 16],
    );
  });
});

test('what earlier runs have spent counts before anything is asked, and what they have paid for needs no new money', async () => {
  const limit = 2 * bound;
  const permits: (number | null)[] = [];
  const world: World = {
    plan: (sweep) => planOf(sweep, [dear('m'), dear('n')], { samples: 1, limits: { sweepUsd: limit, modelUsd: null } }),
    spent: { 'builtin:m': { '01-level/1': bound, '02-level/1': bound / 2 } },
    generate: async (trial, { allowedUsd }) => {
      permits.push(allowedUsd);
      if (trial.model.name === 'n') assert.fail('no money is left for n');
      return { ...answered, reused: true, costUsd: trial.level.number === 1 ? bound : bound / 2 };
    },
  };
  await bench.with(world, async () => {
    const handle = await bench.start('again');
    await paused('again', 'n');
    const m = await until(
      () => bench.tally('again', 'm'),
      (tally) => tally.done === 2,
    );
    assert.ok(Math.abs((m.costUsd ?? 0) - 1.5 * bound) < 1e-9, `${m.costUsd}`);
    assert.deepEqual(permits.toSorted(), [bound / 2, bound].toSorted());
    await handle.cancel();
  });
});

test('what got lost counts, and the trial is asked for again with a permit for both', async () => {
  const permits: (number | null)[] = [];
  const world: World = {
    plan: (sweep) => planOf(sweep, [dear('m')], { samples: 1, limits: { sweepUsd: null, modelUsd: 20 * bound } }),
    generate: async (trial, { allowedUsd }) => {
      if (trial.level.number === 1) permits.push(allowedUsd);
      if (trial.level.number === 1 && permits.length === 1) {
        throw ApplicationFailure.nonRetryable('lost before', fault.cost, { spentUsd: bound });
      }
      return { ...answered, costUsd: trial.level.number === 1 ? bound + cost : cost };
    },
  };
  await bench.run('lost', world);
  assert.deepEqual(permits, [bound, 2 * bound]);
});

test('a limit is a number of dollars, and one of the sweep must have been there from the start', async () => {
  const held = door();
  const world: World = {
    plan: (sweep) => planOf(sweep, [modelOf('m')]),
    generate: async () => {
      await held.opened;
      return answered;
    },
  };
  await bench.with(world, async () => {
    const handle = await bench.start('unlimited');
    await until(
      () => bench.tally('unlimited', 'm'),
      (tally) => tally.generating > 0,
    );
    const refusal = (to: object) =>
      handle.executeUpdate('resume', { args: [to] }).then(
        () => assert.fail('accepted'),
        (error) => String(error.cause?.message ?? error.message),
      );
    assert.match(await refusal({ maxCostUsd: -1 }), /number of US dollars above 0, found -1/);
    assert.match(await refusal({ maxCostUsd: 5 }), /begun without "maxCostUsd"/);
    held.open();
    await handle.result();
  });
});
