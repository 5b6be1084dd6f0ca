import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentKey, type ResponseRequest } from '../../storage/responses/content-key.ts';

const request: ResponseRequest = {
  identity: { provider: 'ollama', model: 'm', weights: 'abc', digest: 'def' },
  prompt: 'write Go',
  sampling: { temperature: 0.8, seed: 1, maxTokens: 100, contextTokens: 4096, threads: null },
  sample: 1,
};

test('the key is a sha256 in hex and does not depend on the order of fields', () => {
  const key = contentKey(request);
  assert.match(key, /^[0-9a-f]{64}$/);
  const identity = Object.fromEntries(Object.entries(request.identity).toReversed()) as unknown as ResponseRequest['identity'];
  const sampling = Object.fromEntries(Object.entries(request.sampling).toReversed()) as unknown as ResponseRequest['sampling'];
  assert.equal(contentKey({ ...request, identity, sampling }), key);
});

const changes: [string, ResponseRequest][] = [
  ['the weights', { ...request, identity: { ...request.identity, weights: 'xyz' } }],
  ['one more known fact of the model', { ...request, identity: { ...request.identity, serverVersion: '1' } }],
  ['a byte of the prompt', { ...request, prompt: 'write Go ' }],
  ['the seed', { ...request, sampling: { ...request.sampling, seed: 2 } }],
  ['an unset temperature', { ...request, sampling: { ...request.sampling, temperature: null } }],
  ['the sample', { ...request, sample: 2 }],
];

for (const [what, changed] of changes) {
  test(`${what} changes the key`, () => {
    assert.notEqual(contentKey(changed), contentKey(request));
  });
}
