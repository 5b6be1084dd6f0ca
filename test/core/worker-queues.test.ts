import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWorkerQueues } from '../../core/worker-queues.ts';

test('queues are roles, providers with their usual key, and endpoints with a named one', () => {
  assert.deepEqual(readWorkerQueues('grading, anthropic,vllm:VLLM_KEY,ollama'), {
    orchestration: false,
    grading: true,
    generation: [
      { name: 'anthropic', keyVariable: 'ANTHROPIC_API_KEY' },
      { name: 'vllm', keyVariable: 'VLLM_KEY' },
      { name: 'ollama', keyVariable: null },
    ],
  });
  assert.deepEqual(readWorkerQueues('generation,orchestration'), { orchestration: true, grading: false, generation: 'any' });
});

test('what is no queue is named with those that are', () => {
  for (const bad of ['', 'grading,', 'vllm:key', 'Grading', 'grading anthropic']) {
    assert.match(String(readWorkerQueues(bad)), /^"[^"]*": expected orchestration, grading, generation, ollama, /);
  }
  assert.match(String(readWorkerQueues('generation,ollama')), /leave out ollama, or "generation"/);
});
