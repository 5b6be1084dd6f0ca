import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { textOf } from '../../core/stream.ts';
import type { StreamPart } from '../../providers/provider.ts';
import { apis, providerError, setting } from './asking.ts';
import { pieces, usualText } from './fakes/scenario.ts';

const api = apis.find(({ name }) => name === 'openai')!;

async function inBackground(t: TestContext) {
  const { server, provider, request } = await setting(t, api);
  assert.ok(provider.resume);
  return { server, provider, resume: provider.resume, request: { ...request, endpoint: { ...request.endpoint, background: true } } };
}

/** What came of a request before it broke off. */
async function untilBroken(parts: AsyncGenerator<StreamPart, unknown>): Promise<StreamPart[]> {
  const received: StreamPart[] = [];
  const reading = (async () => {
    for (let next = await parts.next(); !next.done; next = await parts.next()) received.push(next.value);
  })();
  assert.equal((await providerError(reading)).fault.cause, 'cut');
  return received;
}

test('a response runs in the background only where it is asked to, and is stored only then', async (t) => {
  const { server, provider, request } = await inBackground(t);
  for await (const _ of provider.generate(request));
  for await (const _ of provider.generate({ ...request, endpoint: { ...request.endpoint, background: false } }));
  assert.deepEqual(
    server.requests.map(({ body }) => [body.background, body.store]),
    [
      [true, true],
      [undefined, false],
    ],
  );
});

for (const after of [0, 1, 7, pieces(usualText).length]) {
  test(`a stream that was cut after ${after} pieces is picked up behind them, without a second paid request`, async (t) => {
    const { server, provider, resume, request } = await inBackground(t);
    server.scenarios.push({ do: 'break', after });
    const received = await untilBroken(provider.generate(request));
    const resumption = await resume(request, received);
    assert.ok(resumption.resumed);
    const rest: StreamPart[] = [];
    let next = await resumption.stream.next();
    for (; !next.done; next = await resumption.stream.next()) rest.push(next.value);
    assert.equal(textOf(received), pieces(usualText).slice(0, after).join(''));
    assert.equal(textOf([...resumption.kept, ...rest]), usualText);
    assert.equal(next.value.stopReason, 'complete');
    assert.equal(server.requests.filter(({ path }) => path === '/v1/responses').length, 1);
  });
}

test('a response that the service no longer has is begun anew', async (t) => {
  const { resume, request } = await inBackground(t);
  const resumption = await resume(request, [{ type: 'request', requestId: 'resp_999' }]);
  assert.ok(!resumption.resumed);
  assert.match(resumption.why, /404/);
});

test('a response that was not in the background cannot be picked up', async (t) => {
  const { provider, resume, request, server } = await inBackground(t);
  server.scenarios.push({ do: 'break', after: 3 });
  const received = await untilBroken(provider.generate({ ...request, endpoint: { ...request.endpoint, background: false } }));
  assert.deepEqual(await resume(request, received), { resumed: false, why: 'the response does not run in the background' });
});
