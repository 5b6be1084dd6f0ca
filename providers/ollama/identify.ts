import { didYouMean } from '../../core/near-miss.ts';
import type { ModelIdentity } from '../../core/response.ts';
import type { Endpoint, ModelRequest } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';
import { hardwareHere, mustFit } from './hardware.ts';
import { ollamaIdentity } from './identity.ts';
import { askOllama, type OllamaServer, ollamaServer } from './server.ts';
import { hasChatTemplate, templateCure } from './template.ts';
import { isHere } from './this-machine.ts';

/** Learns what the model is, without loading it. */
export async function identifyOllama({ endpoint, model, signal }: ModelRequest): Promise<ModelIdentity> {
  const server = ollamaServer(endpoint, model, signal);
  try {
    return { ...(await askOllama(server, signal, () => identify(server, endpoint, model))), ...whereOf(endpoint) };
  } catch (error) {
    throw error instanceof ProviderError && error.fault.cause === 'missing-model' ? await withNearName(server, model, error) : error;
  }
}

/** A name that was mistyped is likely to be near one that is there. */
async function withNearName({ client }: OllamaServer, model: string, error: ProviderError): Promise<ProviderError> {
  const { models } = await client.list();
  const near = didYouMean(
    model,
    models.map(({ name }) => name),
  );
  return new ProviderError(`${error.message}${near}`, error.fault, error);
}

/** One of several hosts is told from the others. */
function whereOf(endpoint: Endpoint): Pick<ModelIdentity, 'host' | 'hardware'> {
  if (endpoint.host === undefined) return {};
  return { host: endpoint.host, ...(isHere(endpoint) && { hardware: hardwareHere() }) };
}

async function identify({ client, circumstances }: OllamaServer, endpoint: Endpoint, model: string): Promise<ModelIdentity> {
  const [{ version }, show, { models: installed }] = await Promise.all([client.version(), client.show({ model }), client.list()]);
  if (!hasChatTemplate(show)) {
    const message = `${circumstances.asked.endpoint}:${model} ${templateCure(model)}`;
    throw new ProviderError(message, { action: 'pause', cause: 'no-template' });
  }
  if (endpoint.host !== undefined && isHere(endpoint)) mustFit(endpoint, model, installed);
  return ollamaIdentity(model, { version, show, installed });
}
