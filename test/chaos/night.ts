import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TestStack } from '../e2e/stack.ts';

/** Greedy responses can be gone on with, others are begun anew: storms of both kinds. */
export type Kind = 'greedy' | 'sampled';

const price = { input: 3, output: 15 };

/** A sweep over four providers that speak their own protocols. */
export function sweepFile(stack: TestStack, port: number, kind: Kind): string {
  const at = `http://127.0.0.1:${port}`;
  const key = { apiKeyVariable: 'STORM_KEY' };
  const endpoints = {
    claude: { provider: 'anthropic', baseUrl: at, ...key },
    gpt: { provider: 'openai', baseUrl: `${at}/v1`, ...key },
    vllm: { provider: 'openai-compatible', baseUrl: `${at}/v1` },
    local: { provider: 'ollama', baseUrl: at },
  };
  const models = ['claude:fake-model', 'gpt:fake-model', 'vllm:fake-model', 'local:fake-model', 'builtin:unchanged'];
  const prices = { 'claude:fake-model': price, 'gpt:fake-model': price };
  const how = kind === 'greedy' ? { samples: 1, sampling: { temperature: 0 } } : { samples: 2 };
  const file = path.join(stack.home, 'night.json');
  const input = { models, endpoints, prices, maxCostUsd: 1000, levels: '1-2', concurrency: 2, stall: { nextTokenSeconds: 10 }, ...how };
  writeFileSync(file, JSON.stringify(input));
  return file;
}

export const results = (stack: TestStack): string => readFileSync(path.join(stack.output, 'night', 'report', 'results.json'), 'utf8');

/** Files that only a process in the middle of its work has. */
export const leftovers = (stack: TestStack): string[] => globSync(['**/.*.tmp', 'responses/*/attempt-*'], { cwd: stack.output });
