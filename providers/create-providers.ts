import { anthropic } from './anthropic/anthropic.ts';
import { createBuiltin, type RenderResponse } from './builtin/builtin.ts';
import { createOllama } from './ollama/ollama.ts';
import type { IsProven } from './ollama/resume.ts';
import { openai } from './openai/openai.ts';
import { openaiCompatible } from './openai-compatible/openai-compatible.ts';
import type { Endpoint, Provider, ProviderName } from './provider.ts';

/**
 * The provider of any endpoint. `render` is what `builtin` plays, `isProven` whether an Ollama server's GPU may go on with cut
 * responses. Nothing is asked of a server before the first call.
 */
export function createProviders(render: RenderResponse, isProven: IsProven): (endpoint: Endpoint) => Provider {
  const builtin = createBuiltin(render);
  const all: Record<ProviderName, Provider> = {
    anthropic,
    openai,
    'openai-compatible': openaiCompatible,
    ollama: createOllama(isProven),
    builtin,
  };
  return ({ provider }) => all[provider];
}
