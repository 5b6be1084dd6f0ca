import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { TestStack } from '../e2e/stack.ts';
import { startStoryteller } from '../e2e/storyteller.ts';
import { freePort, until } from '../e2e/waiting.ts';
import type { FakeServer } from '../providers/fakes/fake-server.ts';
import { Host } from './host.ts';
import { TemporalServer } from './server.ts';

const key = 'sk-test-57c0-recognisable-e2d1';
const foreign = 'sk-test-9b1f-of-another-provider';
let story: FakeServer;
let server: TemporalServer;
let address: string;
let output: string;
let metricsPort: number;
const hosts: Host[] = [];

before(async () => {
  story = await startStoryteller(1);
  const port = await freePort();
  address = `127.0.0.1:${port}`;
  metricsPort = await freePort();
  server = new TemporalServer(port);
  server.start();
  output = mkdtempSync(path.join(tmpdir(), 'specgen-hosts-'));
});
after(async () => {
  for (const host of hosts) host.remove();
  await Promise.all([server.remove(), story.close()]);
  rmSync(output, { recursive: true, force: true });
});

/** A host that knows the server by Temporal's profile file alone. */
function newHost(env: Record<string, string> = {}): Host {
  const file = server.profile(address, 'lab');
  const host = new Host({ SPECGEN_OUTPUT: output, TEMPORAL_CONFIG_FILE: file, ...env });
  hosts.push(host);
  return host;
}

function sweepFile(folder: string, more: object = {}): string {
  const file = path.join(folder, 'night.json');
  const endpoints = { story: { provider: 'openai-compatible', baseUrl: `${story.url}/v1`, apiKeyVariable: 'STORY_KEY' } };
  const models = ['story:fake-model', 'builtin:unchanged'];
  writeFileSync(file, JSON.stringify({ models, endpoints, levels: '1-2', samples: 2, concurrency: 1, ...more }));
  return file;
}

const results = (folder: string): string => readFileSync(path.join(folder, 'night', 'report', 'results.json'), 'utf8');
const said = (pid: number): string => readFileSync(`/proc/${pid}/environ`, 'utf8');

test('workers of three hosts, each for its own queues, give the results of one machine', async () => {
  const alone = await TestStack.create({ STORY_KEY: key });
  try {
    await alone.mustDo('up');
    await alone.mustDo('sweep', sweepFile(alone.home));

    const metrics = { SPECGEN_METRICS: `127.0.0.1:${metricsPort}` };
    const [head, speaker, grader] = [{}, { STORY_KEY: key, OPENAI_API_KEY: foreign }, { OPENAI_API_KEY: foreign }].map((env) =>
      newHost({ ...env, ...metrics }),
    ) as [Host, Host, Host];
    speaker.start('story:STORY_KEY,builtin');
    grader.start('grading');
    head.start('orchestration');
    await Promise.all(hosts.map((host) => host.untilReady(1)));
    const { exitCode, stderr } = await head.specgen('sweep', sweepFile(head.home));
    assert.equal(exitCode, 0, stderr);
    assert.equal(results(output), results(alone.output));
  } finally {
    await alone.close();
  }
});

test('a worker has the keys of its own providers and no other; a grading worker has none', () => {
  const [head, speaker, grader] = hosts.map((host) => said(host.processes()[0]?.pid ?? 0));
  assert.ok(speaker?.includes(key) && !speaker.includes(foreign));
  assert.ok(grader && !grader.includes(foreign));
  assert.ok(head && !head.includes(key));
});

/** Names of metrics that only failures make. */
const ofFailures = /_fail(ure|ed)_total$/;

test('each host tells its metrics, all of those that the dashboard shows', async () => {
  const scraped = await Promise.all(
    [0, 1, 2].map(async (program) => (await fetch(`http://127.0.0.1:${metricsPort + program}/metrics`)).text()),
  );
  const dashboard = readFileSync(path.join(import.meta.dirname, '..', '..', 'deploy', 'grafana.json'), 'utf8');
  const shown = new Set(dashboard.match(/\btemporal_\w+/g));
  assert.ok(shown.size > 5);
  for (const name of shown) if (!ofFailures.test(name)) assert.ok(scraped.join('').includes(`\n${name}{`), `nobody tells ${name}`);
  assert.match(scraped[2]!, /temporal_activity_execution_latency_seconds_count{.*activity_type="test".*program="grading"/);
});

test('status shows which host answers which queue', async () => {
  const [head] = hosts;
  const { stdout } = await head!.specgen('status');
  assert.match(stdout, /^host \S+: .*specgen, .*specgen-generate-story, .*specgen-grade/m);
});

test('a host that leaves in mid-sweep hands over, and one that joins goes on', async () => {
  const [head, speaker] = hosts;
  const asked = story.requests.length;
  const following = head!.specgen('sweep', sweepFile(head!.home, { reuse: false }), '--name', 'moved');
  await until(() => story.requests.length > asked);
  await speaker!.stop();
  const successor = newHost({ STORY_KEY: key });
  successor.start('story:STORY_KEY,builtin');
  const { exitCode, stderr, stdout } = await following;
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /story:fake-model +4\/4 +100 +100 +100\.0/);
});

test('the stack does not start a server of its own where the profile file names another host', async () => {
  const file = server.profile('192.0.2.1:7233', 'lab');
  const host = new Host({ SPECGEN_OUTPUT: output, TEMPORAL_CONFIG_FILE: file });
  hosts.push(host);
  const { exitCode, stderr } = await host.specgen('up');
  assert.equal(exitCode, 1);
  assert.match(stderr, /no Temporal server answers at 192\.0\.2\.1:7233/);
});

const refusals: [name: string, queues: string, message: RegExp][] = [
  ['a key that is missing', 'anthropic', /^specgen: anthropic: ANTHROPIC_API_KEY is not set; export it before starting this worker$/],
  ['a queue that is none', 'Grading', /--queues "Grading": expected orchestration, grading, generation, ollama, /],
  ['generation by all and by some', 'generation,story', /"generation" answers every provider; leave out story, or "generation"/],
];
for (const [name, queues, message] of refusals) {
  test(`one clear message for ${name}`, async () => {
    const { exitCode, stderr } = await newHost({ ANTHROPIC_API_KEY: '' }).specgen('worker', '--queues', queues);
    assert.equal(exitCode, 1);
    assert.match(stderr, message);
  });
}
