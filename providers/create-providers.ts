import { anthropic } from './anthropic/anthropic.ts';
import { createBuiltin, type RenderResponse } from './builtin/builtin.ts';
import { ollama } from './ollama/ollama.ts';
import { openai } from './openai/openai.ts';
import { openaiCompatible } from './openai-compatible/openai-compatible.ts';
import type { Endpoint, Provider, ProviderName } from './provider.ts';
import { type StallLimits, withStallLimits } from './stall/stall-limits.ts';

export interface ProviderDependencies {
  /** What `builtin` plays. */
  render: RenderResponse;
  stallLimits: StallLimits;
}

/** The provider of any endpoint. Nothing is asked of a server before the first call. */
export function createProviders({ render, stallLimits }: ProviderDependencies): (endpoint: Endpoint) => Provider {
  const builtin = createBuiltin(render);
  const all: Record<ProviderName, Provider> = { anthropic, openai, 'openai-compatible': openaiCompatible, ollama, builtin };
  return ({ provider }) => withStallLimits(all[provider], stallLimits);
}
