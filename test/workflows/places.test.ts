import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { fault } from '../../core/faults.ts';
import type { PlannedModel } from '../../core/sweep-plan.ts';
import { answered, modelOf, planOf, type World } from './environment.ts';
import { openWorkbench } from './workbench.ts';

let bench: Awaited<ReturnType<typeof openWorkbench>>;

before(async () => {
  bench = await openWorkbench();
});
after(() => bench.close());

const places = ['a', 'b'].map((host) => ({ host, queue: `specgen-generate-${host}` }));
const roaming = (name: string): PlannedModel => modelOf(name, { endpoint: { name: 'ollama', provider: 'ollama' }, concurrency: 1, places });

const missing = (model: string, host = '') => ApplicationFailure.nonRetryable(`${model} is not on ${host}; pull it there`, fault.pause);

/** Which trials ran where: "host model". */
async function ranWhere(sweep: string, models: string[], prepare: World['prepare']): Promise<string[]> {
  const asked: string[] = [];
  await bench.run(sweep, {
    plan: (name) => planOf(name, models.map(roaming)),
    ...(prepare && { prepare }),
    generate: async ({ model }) => {
      asked.push(`${model.endpoint.host} ${model.name}`);
      return answered;
    },
  });
  return asked;
}

test('each model runs whole on one of the hosts that have it, and all hosts are at work', async () => {
  const asked = await ranWhere('shared', ['x', 'y', 'only-b', 'only-a'], async (model, host) => {
    if (model.endsWith('only-a') && host === 'b') throw missing(model, host);
    if (model.endsWith('only-b') && host === 'a') throw missing(model, host);
  });
  assert.equal(asked.length, 16);
  const homes = [...new Set(asked)].map((line) => line.split(' '));
  assert.equal(homes.length, 4);
  assert.ok(homes.some(([host, model]) => host === 'a' && model === 'only-a'));
  assert.ok(homes.some(([host, model]) => host === 'b' && model === 'only-b'));
  assert.deepEqual(new Set(homes.map(([host]) => host)), new Set(['a', 'b']));
});

test('a host has one model at a time', async () => {
  const asked = await ranWhere('in-turn', ['x', 'y', 'z'], undefined);
  for (const host of ['a', 'b']) {
    const there = asked.filter((line) => line.startsWith(host));
    const changes = there.filter((line, index) => index > 0 && line !== there[index - 1]).length;
    assert.equal(changes, new Set(there).size - 1);
  }
});

test('a model that is free to go leaves a host to one that is not', async () => {
  const asked = await ranWhere('polite', ['roams', 'only-a'], async (model, host) => {
    if (model.endsWith('only-a') && host === 'b') throw missing(model, host);
  });
  assert.deepEqual(new Set(asked), new Set(['b roams', 'a only-a']));
});

async function refusal(sweep: string, prepare: World['prepare']): Promise<string> {
  const failed = await ranWhere(sweep, ['x'], prepare).then(
    () => null,
    (error: unknown) => error,
  );
  assert.ok(failed instanceof WorkflowFailedError);
  return failed.cause?.message ?? '';
}

test('a model that no host has is refused with what each of them said', async () => {
  const said = await refusal('nowhere', async (model, host) => {
    throw missing(model, host);
  });
  assert.match(said, /builtin:x is not on a; pull it there; builtin:x is not on b; pull it there/);
});

test('one name for two sets of weights is refused', async () => {
  const said = await refusal('two-weights', async (_, host) => ({ weights: `${host}`.repeat(64) }));
  assert.match(
    said,
    /builtin:x is not the same on all hosts: a has aaaaaaaaaaaa, b has bbbbbbbbbbbb; name those that may answer in "hosts"/,
  );
});
