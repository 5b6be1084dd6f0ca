import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { fault } from '../../core/faults.ts';
import { answered, levelsOf, modelOf, planOf, type World } from './environment.ts';
import { door, openWorkbench } from './workbench.ts';

let bench: Awaited<ReturnType<typeof openWorkbench>>;

before(async () => {
  bench = await openWorkbench();
});
after(() => bench.close());

test('all trials are scored and the leaderboard sums them up', async () => {
  const earned = (name: string) => (name === 'strong' ? 5 : 1);
  const result = await bench.run('sums', {
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
  const result = await bench.run('unscored', {
    plan: (sweep) => planOf(sweep, [modelOf('m')]),
    score: async (trial) => ({ points: 5, earned: trial.sample === 1 ? null : 5 }),
  });
  assert.equal(result.notScored, 2);
  assert.equal(result.leaderboard[0]?.percent, 100);
});

test('a model that does not reach the share of the first levels stops there', async () => {
  const asked: number[] = [];
  const result = await bench.run('qualify', {
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
  await bench.run('lane', {
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
  const result = await bench.run('down', {
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

test('a trial that cannot be answered is not scored, and the others go on', async () => {
  const result = await bench.run('unanswerable', {
    plan: (sweep) => planOf(sweep, [modelOf('m', { concurrency: 1 })]),
    generate: async (trial) => {
      if (trial.level.number === 1) throw ApplicationFailure.nonRetryable('the prompt does not fit', fault.trial);
      return answered;
    },
  });
  assert.deepEqual([result.leaderboard[0]?.done, result.notScored, result.leaderboard[0]?.possible], [4, 2, 10]);
});

test('a model whose workflow fails is shown with the reason; the others go on and the report is made', async () => {
  const result = await bench.run('broken', {
    plan: (sweep) => planOf(sweep, [modelOf('bad', { lane: 'host' }), modelOf('good', { lane: 'host' })]),
    generate: async (trial) => {
      if (trial.model.name === 'bad') await bench.client.workflow.getHandle('broken/builtin:bad').terminate('by hand');
      return answered;
    },
  });
  assert.deepEqual(
    result.leaderboard.map(({ model, status, done }) => ({ model, status, done })),
    [
      { model: 'builtin:good', status: 'done', done: 4 },
      { model: 'builtin:bad', status: 'failed', done: 0 },
    ],
  );
  assert.equal(result.report, 'output/broken/report/REPORT.md');
});

test('histories stay bounded: a long model goes on in further runs and counts every trial once', async () => {
  const seen = new Map<string, number>();
  const samples = 150;
  const result = await bench.run('long', {
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
  for await (const { runId } of bench.client.workflow.list({ query: `WorkflowId='${workflowId}'` })) {
    lengths.push((await bench.client.workflow.getHandle(workflowId, runId).describe()).historyLength);
  }
  return { runs: lengths.length, longest: Math.max(...lengths) };
}

test('bad input fails at once with its message alone', async () => {
  const world: World = {
    plan: () => {
      throw ApplicationFailure.nonRetryable('bad sweep input: "models": nothing', fault.badInput, { problems: [] });
    },
  };
  await bench.with(world, async () => {
    const error = await (await bench.start('bad')).result().catch((reason: unknown) => reason);
    assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure, String(error));
    assert.equal(error.cause.message, 'bad sweep input: "models": nothing');
    assert.ok(!error.cause.failure?.stackTrace, 'the CLI would print a stack trace');
  });
});

test('an unknown workflow type fails at once and says which there is', async () => {
  await bench.with({ plan: (sweep) => planOf(sweep, []) }, async () => {
    const handle = await bench.client.workflow.start('sweeep', { taskQueue: 'specgen', workflowId: 'typo', args: [] });
    const error = await handle.result().catch((reason: unknown) => reason);
    assert.ok(error instanceof WorkflowFailedError && /no workflow type "sweeep" here/.test(String(error.cause?.message)), String(error));
  });
});

test('the report is written while the sweep runs, one at a time, and once more at its end', async () => {
  const written = door();
  const seen = { reports: 0, atOnce: 0 };
  await bench.run('reports', {
    plan: (sweep) => planOf(sweep, [modelOf('a'), modelOf('b')]),
    // the sweep cannot end before a report was written
    generate: async (trial) => {
      if (trial.model.name === 'b') await written.opened;
      return answered;
    },
    report: async () => {
      seen.reports += 1;
      seen.atOnce += 1;
      assert.equal(seen.atOnce, 1);
      await new Promise(setImmediate);
      seen.atOnce -= 1;
      written.open();
      return 'REPORT.md';
    },
  });
  assert.equal(seen.reports, 2);
});
