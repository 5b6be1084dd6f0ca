import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBuiltin } from '../../providers/builtin/builtin.ts';
import type { GenerateRequest } from '../../providers/provider.ts';
import { collect, providerError, requestTo } from './asking.ts';

const played: Record<string, string> = {
  reference: `${'x'.repeat(63)}😀${'é😀'.repeat(500)}\n`,
  empty: '',
  'calibration/near-miss': 'CRLF\r\n',
};
const builtin = createBuiltin(async (model, level) => played[model] ?? assert.fail(`${level} has no ${model}`));
const request = (model: string): GenerateRequest => ({ ...requestTo({ name: 'builtin', provider: 'builtin' }), model });

for (const [model, text] of Object.entries(played)) {
  test(`${model} is played to the byte`, async () => {
    const found = await collect(builtin, request(model));
    assert.equal(found.text, text);
    assert.equal(found.end.stopReason, 'complete');
  });
}

test('a long answer comes in pieces, none of which tears a letter', async () => {
  let pieces = 0;
  for await (const part of builtin.generate(request('reference'))) {
    pieces += 1;
    assert.ok(part.type === 'text' && part.text.isWellFormed());
  }
  assert.ok(pieces > 10);
});

test('the identity changes with the answer', async () => {
  const digest = async (model: string) => (await builtin.identify(request(model))).digest;
  assert.equal(await digest('reference'), await digest('reference'));
  assert.notEqual(await digest('reference'), await digest('empty'));
});

for (const model of ['refrence', 'alternative-0', 'alternative', 'calibration/../secret', '']) {
  test(`"${model}" is no built-in model`, async () => {
    const { fault, message } = await providerError(builtin.identify(request(model)));
    assert.deepEqual(fault, { action: 'pause', cause: 'missing-model' });
    assert.match(message, /it has reference, alternative-1/);
  });
}

test('an aborted stream throws the reason', async () => {
  const leave = AbortSignal.abort(new Error('cancelled'));
  await assert.rejects(collect(builtin, { ...request('reference'), signal: leave }), /cancelled/);
});
