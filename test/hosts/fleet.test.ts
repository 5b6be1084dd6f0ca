import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Results } from '../../core/results.ts';
import { startStoryteller } from '../e2e/storyteller.ts';
import { freePort } from '../e2e/waiting.ts';
import type { FakeServer } from '../providers/fakes/fake-server.ts';
import { Host } from './host.ts';
import { TemporalServer } from './server.ts';

const names = ['gpu-a', 'gpu-b'] as const;
type Name = (typeof names)[number];

let server: TemporalServer;
let head: Host;
let output: string;
const ollamas = {} as Record<Name, FakeServer>;
const all: Host[] = [];

/** A host by another name: the kernel's own, as its programs see it. */
const named = (name: string): string[] => [
  ...['unshare', '--user', '--map-root-user', '--uts'],
  ...['sh', '-c', 'hostname "$0" && exec "$@"', name],
];

before(async () => {
  const port = await freePort();
  server = new TemporalServer(port);
  server.start();
  output = mkdtempSync(path.join(tmpdir(), 'specgen-fleet-'));
  const env = { SPECGEN_OUTPUT: output, TEMPORAL_CONFIG_FILE: server.profile(`127.0.0.1:${port}`, 'lab') };
  head = new Host(env);
  all.push(head);
  head.start('orchestration,grading');
  await head.untilReady(2);
  for (const name of names) {
    ollamas[name] = await startStoryteller(0);
    ollamas[name].models.names = ['both-1', 'both-2', `only-${name}`];
    const host = new Host({ ...env, OLLAMA_HOST: ollamas[name].url }, named(name));
    all.push(host);
    host.start('ollama');
    await host.untilReady(1);
  }
});
after(async () => {
  for (const host of all) host.remove();
  await Promise.all([server.remove(), ...names.map((name) => ollamas[name].close())]);
  rmSync(output, { recursive: true, force: true });
});

async function sweep(name: string, input: object) {
  const file = path.join(head.home, `${name}.json`);
  writeFileSync(file, JSON.stringify({ levels: '7', samples: 1, reuse: false, ...input }));
  return await head.specgen('sweep', file);
}

const resultsOf = (name: string): Results => JSON.parse(readFileSync(path.join(output, name, 'report', 'results.json'), 'utf8'));

/** Per model: hosts that its answers tell of. */
function homes(name: string): Record<string, (string | undefined)[]> {
  return Object.fromEntries(resultsOf(name).models.map(({ model, identities }) => [model, identities.map(({ host }) => host)]));
}

const generations = (name: Name): unknown[] => ollamas[name].requests.map(({ body }) => body.model);

test('models go to the hosts that have them, each whole to one, and the results tell which', async () => {
  const models = ['both-1', 'both-2', 'only-gpu-a', 'only-gpu-b'];
  const { exitCode, stderr } = await sweep('shared', { models });
  assert.equal(exitCode, 0, stderr);
  const found = homes('shared');
  assert.deepEqual([found['ollama:only-gpu-a'], found['ollama:only-gpu-b']], [['gpu-a'], ['gpu-b']]);
  for (const model of models) assert.equal(found[`ollama:${model}`]?.length, 1);
  for (const name of names) {
    const there = models.filter((model) => found[`ollama:${model}`]?.[0] === name);
    assert.deepEqual(new Set(generations(name)), new Set(there));
    assert.ok(there.length > 0);
  }
  const { hardware } = resultsOf('shared').models[0]!.identities[0]!;
  assert.match(hardware ?? '', /^(.+, )?\d+ × .+, \d+ GiB$/);
});

test('a sweep can demand a host', async () => {
  const before = generations('gpu-a').length;
  const { exitCode, stderr } = await sweep('demanding', { models: ['both-1', 'both-2'], hosts: ['gpu-b'] });
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(homes('demanding'), { 'ollama:both-1': ['gpu-b'], 'ollama:both-2': ['gpu-b'] });
  assert.equal(generations('gpu-a').length, before);
});

test('what no host can do is refused before the first trial, with what to do', async () => {
  const unknown = await sweep('unknown', { models: ['both-1'], hosts: ['gpu-c'] });
  assert.equal(unknown.exitCode, 1);
  assert.match(unknown.stderr, /"hosts": no worker on gpu-c answers ollama:both-1; those of gpu-a, gpu-b do/);
  const missing = await sweep('missing', { models: ['only-gpu-a'], hosts: ['gpu-b'] });
  assert.equal(missing.exitCode, 1);
  assert.match(missing.stderr, /has no model "only-gpu-a" .*Get it: ollama pull only-gpu-a/);
});

test('status shows the hosts of the fleet by their names', async () => {
  const { stdout } = await head.specgen('status');
  for (const name of names) assert.match(stdout, new RegExp(`^host ${name}: .*specgen-generate-ollama-${name}`, 'm'));
  assert.match(stdout, new RegExp(`^host ${hostname()}: .*specgen-grade`, 'm'));
});
