import assert from 'node:assert/strict';
import test from 'node:test';
import { placed } from '../../activities/placement.ts';
import { readSweepInput } from '../../core/sweep-input.ts';
import { planModel } from '../../core/sweep-plan.ts';

const endpoints = {
  gpu: { provider: 'ollama' as const },
  second: { provider: 'ollama' as const, baseUrl: 'http://127.0.0.1:11435' },
  far: { provider: 'ollama' as const, baseUrl: 'http://10.0.0.9:11434' },
};
const model = (id: string) => planModel(id, readSweepInput({ models: [id], endpoints }));
const noHost = async () => [];
const twoHosts = async () => ['gpu-a', 'gpu-b'];

test('without workers of its own, Ollama is asked by whoever answers all', async () => {
  assert.deepEqual(await placed(model('ollama:m'), undefined, noHost), model('ollama:m'));
});

test('hosts whose workers answer an endpoint are its places, each with queues of its own', async () => {
  const { places } = await placed(model('gpu:m'), undefined, twoHosts);
  assert.deepEqual(places, [
    { host: 'gpu-a', queue: 'specgen-generate-ollama-gpu-a', preparation: 'specgen-prepare-gpu@gpu-a' },
    { host: 'gpu-b', queue: 'specgen-generate-ollama-gpu-b', preparation: 'specgen-prepare-gpu@gpu-b' },
  ]);
});

test('two servers of one host have a queue each', async () => {
  const { places } = await placed(model('second:m'), ['gpu-b'], twoHosts);
  assert.deepEqual(places, [{ host: 'gpu-b', queue: 'specgen-generate-ollama-gpu-b:11435', preparation: 'specgen-prepare-second@gpu-b' }]);
});

test('hosts can be demanded by address, too; a server elsewhere stays where it is', async () => {
  const { places } = await placed(model('ollama:m'), ['http://10.0.0.5:11434'], noHost);
  const address = { host: '10.0.0.5:11434', baseUrl: 'http://10.0.0.5:11434' };
  assert.deepEqual(places, [{ ...address, queue: 'specgen-generate-ollama-10.0.0.5:11434' }]);
  assert.equal((await placed(model('far:m'), ['gpu-a'], twoHosts)).places, undefined);
});

test('an API has no places', async () => {
  const { places, preparation } = await placed(model('anthropic:m'), ['gpu-a'], twoHosts);
  assert.deepEqual([places, preparation], [undefined, 'specgen-prepare-anthropic']);
});

test('a host that nobody answers for is refused with those that there are', async () => {
  await assert.rejects(placed(model('gpu:m'), ['gpu-c'], twoHosts), /"hosts": no worker on gpu-c answers gpu:m; those of gpu-a, gpu-b do/);
  await assert.rejects(placed(model('gpu:m'), ['gpu-c'], noHost), /nor does any other. Run "specgen worker --queues gpu" there/);
});
