import type { ModelIdentity } from '../../core/response.ts';
import type { ModelRequest } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';
import { ollamaIdentity } from './identity.ts';
import { askOllama, type OllamaServer, ollamaServer } from './server.ts';
import { hasChatTemplate, templateCure } from './template.ts';

/** Learns what the model is, without loading it. */
export async function identifyOllama({ endpoint, model, signal }: ModelRequest): Promise<ModelIdentity> {
  const server = ollamaServer(endpoint, model, signal);
  return askOllama(server, signal, () => identify(server, model));
}

async function identify({ client, circumstances }: OllamaServer, model: string): Promise<ModelIdentity> {
  const [{ version }, show, { models: installed }] = await Promise.all([client.version(), client.show({ model }), client.list()]);
  if (!hasChatTemplate(show)) {
    const message = `${circumstances.asked.endpoint}:${model} ${templateCure(model)}`;
    throw new ProviderError(message, { action: 'pause', cause: 'no-template' });
  }
  return ollamaIdentity(model, { version, show, installed });
}
