import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateOllama } from '../../providers/ollama/generate.ts';
import { createOllama } from '../../providers/ollama/ollama.ts';
import { collect, providerError } from '../providers/asking.ts';
import { goTask, realRequest } from './real-server.ts';

const ollama = createOllama(async () => true);

test('the model is listed, known by its weights, and shows the prompt that it sees', async () => {
  const request = realRequest(goTask, 10);
  const offered = await ollama.models(request.endpoint, request.signal);
  assert.ok((offered?.find(({ name }) => name === request.model)?.bytes ?? 0) > 1_000_000, 'listed with the size of its weights');
  const identity = await ollama.identify(request);
  const renderedPrompt = await ollama.render?.(request);
  assert.match(identity.weights ?? '', /^[0-9a-f]{64}$/);
  assert.match(identity.digest ?? '', /^[0-9a-f]{64}$/);
  for (const fact of ['quantization', 'parameterSize', 'contextLength', 'serverVersion', 'template'] as const)
    assert.ok(identity[fact], fact);
  assert.ok(renderedPrompt?.includes(goTask) && renderedPrompt.length > goTask.length);
});

test('a response is counted token by token and ends at the limit', async () => {
  const { text, tokens, end } = await collect(ollama, realRequest(goTask, 40));
  assert.deepEqual([end.stopReason, end.rawStopReason, end.usage.outputTokens, tokens], ['truncated', 'length', 40, 40]);
  assert.ok(text.length > 40);
});

test('the same request has the same text', async () => {
  const first = await collect(ollama, realRequest(goTask, 60));
  const second = await collect(ollama, realRequest(goTask, 60));
  assert.equal(second.text, first.text);
});

test('a prompt that the window cannot hold is refused, not shortened', async () => {
  const request = realRequest(goTask.repeat(50), 10);
  const error = await providerError(collect(ollama, { ...request, sampling: { ...request.sampling, contextTokens: 512 } }));
  assert.deepEqual(error.fault, { action: 'pause', cause: 'context-too-long' });
});

test('a missing model is told with the command that gets it', async () => {
  const error = await providerError(ollama.identify({ ...realRequest(goTask, 10), model: 'no-such-model:1b' }));
  assert.match(error.message, /ollama pull no-such-model:1b/);
});

test('a model that repeats itself is a looping response', async () => {
  const repeating = generateOllama(realRequest('Say ha without end.', 600), ' ha'.repeat(60));
  const { text, end } = await collect({ ...ollama, generate: () => repeating }, realRequest('', 0));
  assert.deepEqual([text, end.stopReason], [' ha'.repeat(31), 'looping']);
});

test('an abandoned stream does not hold up the next one for long', async () => {
  for await (const part of ollama.generate(realRequest(goTask, 4000))) if (part.type === 'text') break;
  const { end } = await collect(ollama, realRequest(goTask, 1));
  assert.equal(end.usage.outputTokens, 1);
});
