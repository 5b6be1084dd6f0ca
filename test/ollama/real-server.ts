import assert from 'node:assert/strict';
import type { GenerateRequest } from '../../providers/provider.ts';
import { requestTo } from '../providers/asking.ts';

const { OLLAMA_HOST, OLLAMA_MODEL } = process.env;
assert.ok(
  OLLAMA_HOST && OLLAMA_MODEL,
  'these tests need a running Ollama: set OLLAMA_HOST to its address and OLLAMA_MODEL to a small model',
);

/** The model that the environment names. */
export const realModel = `ollama:${OLLAMA_MODEL}`;

/** A request to the small model that the environment names. */
export function realRequest(prompt: string, maxTokens: number): GenerateRequest {
  const request = requestTo({ name: 'ollama', provider: 'ollama' });
  const sampling = { temperature: 0, seed: 42, maxTokens, contextTokens: 4096, threads: 1 };
  return { ...request, model: String(OLLAMA_MODEL), prompt, sampling };
}

export const goTask = 'Write a Go function that reverses a string, with a short explanation of each line.';
