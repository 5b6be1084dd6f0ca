import type { ModelIdentity, Sampling } from '../../core/response.ts';
import type { Prepared, PrepareRequest } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';
import { ollamaIdentity } from './identity.ts';
import { renderRequest } from './request.ts';
import { askOllama, type OllamaServer, ollamaServer } from './server.ts';
import { hasChatTemplate, templateCure } from './template.ts';

/** Learns what the model is and what text it would see; loads the model. */
export async function prepareOllama({ endpoint, model, prompt, sampling, signal }: PrepareRequest): Promise<Prepared> {
  const server = ollamaServer(endpoint, model, signal);
  return askOllama(server, signal, async () => {
    const identity = await identify(server, model);
    const renderedPrompt = await render(server, model, prompt, sampling);
    return renderedPrompt === null ? { identity } : { identity, renderedPrompt };
  });
}

async function identify({ client, circumstances }: OllamaServer, model: string): Promise<ModelIdentity> {
  const { version } = await client.version();
  const show = await client.show({ model });
  if (!hasChatTemplate(show)) {
    const message = `${circumstances.asked.endpoint}:${model} ${templateCure(model)}`;
    throw new ProviderError(message, { action: 'pause', cause: 'no-template' });
  }
  const { models: installed } = await client.list();
  return ollamaIdentity(model, { version, show, installed });
}

/** null: the server does not know the wish and has begun to answer instead. */
async function render({ client }: OllamaServer, model: string, prompt: string, sampling: Sampling): Promise<string | null> {
  const chunks = await client.chat(renderRequest(model, prompt, sampling));
  for await (const chunk of chunks) {
    const { _debug_info: info } = chunk as { _debug_info?: { rendered_template?: string } };
    chunks.abort();
    return info?.rendered_template ?? null;
  }
  return null;
}
