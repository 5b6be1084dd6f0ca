import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { bucketClient } from '../../storage/bucket/client.ts';
import { TestStack } from '../e2e/stack.ts';
import { promptOf, startStoryteller } from '../e2e/storyteller.ts';
import { until } from '../e2e/waiting.ts';
import { Host } from '../hosts/host.ts';
import type { FakeServer } from '../providers/fakes/fake-server.ts';
import { fill, hostAt } from './asking.ts';
import { grant, ofAnyWorker } from './rights.ts';
import { access, type S3Server, startS3Server } from './s3-server.ts';
import { TcpProxy } from './tcp-proxy.ts';

let story: FakeServer;
let store: S3Server;
let proxy: TcpProxy;
let stack: TestStack;
const owner = () => bucketClient({ endpoint: store.url, region: 'us-east-1', credentials: access });

before(async () => {
  story = await startStoryteller(2);
  store = await startS3Server({ sizeMiB: 16 });
  proxy = await TcpProxy.to(store.port);
  const worker = await store.admit('worker');
  await grant(owner(), 'night', { worker: ofAnyWorker });
  stack = await TestStack.create({ ...worker, AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${proxy.port}`, STORY_KEY: 'sk-test' });
  await stack.mustDo('up');
});
after(async () => {
  // the store ends last, and in any case, also where set-up broke off: a server that is left keeps this process from ending
  await Promise.allSettled([stack?.close(), proxy?.close(), story?.close()]);
  await store.stop();
});

/** Four responses, one after another, that no other sweep has asked for. */
function sweepFile(): string {
  const endpoints = { story: { provider: 'openai-compatible', baseUrl: `${story.url}/v1`, apiKeyVariable: 'STORY_KEY' } };
  const prices = { 'story:fake-model': { input: 1, output: 1 } };
  const file = path.join(stack.home, 'sweep.json');
  writeFileSync(
    file,
    JSON.stringify({ models: ['story:fake-model'], endpoints, prices, levels: '7,20', samples: 2, concurrency: 1, reuse: false }),
  );
  return file;
}

/** `results.json` of a sweep, under another name. */
async function resultsOf(name: string, as: string): Promise<string | undefined> {
  return (await hostAt(store.port, 'night/').find(`${name}/report/results.json`))?.replaceAll(name, as);
}

async function untilStatus(name: string, says: RegExp): Promise<void> {
  for (;;) {
    const { stdout } = await stack.mustDo('status', name);
    if (says.test(stdout)) return;
    assert.doesNotMatch(stdout, /: done,/);
  }
}

interface Trouble {
  begin(): Promise<void>;
  /** What `status` says of the model meanwhile. */
  status: RegExp;
  mend(): Promise<unknown>;
  /** Requests that may be in vain: those in flight whose text has no place. */
  lost: number;
}

const troubles: Record<string, Trouble> = {
  'does not answer': {
    begin: async () => proxy.cut(),
    status: /story:fake-model .* waiting: Cannot use s3:\/\/results\/night\/.*: it does not answer\. It is asked again/,
    mend: async () => proxy.restore(),
    lost: 0,
  },
  'is full': {
    begin: () => fill(hostAt(store.port, 'night/')),
    status: /story:fake-model .* paused: Cannot use s3:\/\/results\/night\/.*: it is full, or its quota is used up\. Make room/,
    mend: async () => {
      const filled = hostAt(store.port, 'night/');
      await filled.remove(await filled.list('filler'));
    },
    lost: 1,
  },
  'denies access': {
    begin: () => grant(owner(), 'night', { worker: [] }),
    status: /story:fake-model .* paused: Cannot use s3:\/\/results\/night\/.*: access is denied\. Give these credentials/,
    mend: () => grant(owner(), 'night', { worker: ofAnyWorker }),
    lost: 1,
  },
};

test('a sweep that nothing troubles', async () => {
  await stack.mustDo('sweep', sweepFile(), '--name', 'calm');
  assert.match((await resultsOf('calm', 'calm')) ?? '', /"sweep": "calm"/);
});

for (const [what, { begin, status, mend, lost }] of Object.entries(troubles)) {
  test(`a store that ${what} in mid-sweep is named by status, and nothing is lost`, async () => {
    const [name, before] = [what.replaceAll(' ', '-'), story.requests.length];
    await stack.mustDo('sweep', sweepFile(), '--name', name, '--no-follow');
    await until(() => story.requests.length > before);
    await begin();
    await untilStatus(name, status);
    await mend();
    await stack.mustDo('resume', name);
    const { exitCode, stderr } = await stack.temporal('workflow', 'result', '-w', name);
    assert.equal(exitCode, 0, stderr);
    const ended = await stack.mustDo('status', name);
    assert.match(ended.stdout, /story:fake-model +4\/4 +100 +100 +100\.0/);
    assert.equal(await resultsOf(name, 'calm'), await resultsOf('calm', 'calm'));
    const asked = story.requests.slice(before).map(({ body }) => `${body.seed} ${promptOf(body)}`);
    assert.equal(new Set(asked).size, 4);
    assert.ok(asked.length <= 4 + lost, `${asked.length} requests for 4 responses`);
  });
}

/** Says yes to every creation, as a server does that does not know the condition. */
async function forgetfulServer(t: TestContext): Promise<number> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end(request.method === 'POST' ? '<DeleteResult/>' : ''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

test('a worker refuses a server that lets two programs create the same object', async (t) => {
  const AWS_ENDPOINT_URL_S3 = `http://127.0.0.1:${await forgetfulServer(t)}`;
  const host = new Host({ ...store.env, AWS_ENDPOINT_URL_S3, TEMPORAL_ADDRESS: stack.state().address });
  t.after(() => host.remove());
  const { exitCode, stderr, stdout } = await host.specgen('worker', '--queues', 'grading');
  assert.equal(exitCode, 1);
  assert.match(
    stderr + stdout,
    /grading does not start .*this server does not refuse to create an object that exists .* Use a server that does/,
  );
});
