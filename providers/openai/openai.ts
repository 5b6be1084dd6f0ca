import type { GenerateRequest, Provider, StreamPart } from '../provider.ts';
import { sdkProvider } from '../sdk/sdk-provider.ts';
import type { Contact, Service } from '../sdk/service.ts';
import { accepted, unsupportedBy } from '../sdk/unsupported.ts';
import { openaiComplaint as complaint, openaiClient, openaiModels } from './client.ts';
import { responsesParts } from './events.ts';
import { type Place, placeIn } from './place.ts';

const service: Service = {
  keyVariable: 'OPENAI_API_KEY',
  baseUrlVariable: 'OPENAI_BASE_URL',
  baseUrl: 'https://api.openai.com/v1',
  modelCure: 'Check the name; `specgen models` lists what the key may use',
  startCure: 'Check the network, and OPENAI_BASE_URL if it is set',
};

const seedless = 'the Responses API has no seed parameter';

/**
 * The service keeps stored responses for a month, so they are not stored but where they run in the background, which needs
 * it. No obfuscation: padding of each event for nothing.
 */
function body({ endpoint, model, prompt, sampling }: GenerateRequest, unsupported: Record<string, string>) {
  const optional = accepted({ temperature: sampling.temperature, stream_options: { include_obfuscation: false } }, unsupported);
  const kept = endpoint.background ? { background: true, store: true } : { store: false };
  return { model, input: prompt, stream: true as const, ...kept, max_output_tokens: sampling.maxTokens, ...optional };
}

async function* stream(request: GenerateRequest, to: Contact, unsupported: Record<string, string>, signal: AbortSignal) {
  const { data, request_id } = await openaiClient(to).responses.create(body(request, unsupported), { signal }).withResponse();
  if (request_id) yield { type: 'request', requestId: request_id } satisfies StreamPart;
  return yield* responsesParts(data, request.sampling.maxTokens, unsupported);
}

/** The events of a background response that come behind those that were received. */
async function* rest(request: GenerateRequest, to: Contact, signal: AbortSignal, from: Place) {
  const options = { stream: true as const, ...(from.sequence !== undefined && { starting_after: from.sequence }) };
  const events = await openaiClient(to).responses.retrieve(from.responseId, options, { signal });
  return yield* responsesParts(events, request.sampling.maxTokens, unsupportedBy(request, seedless));
}

/** OpenAI's Responses API. */
export const openai: Provider = sdkProvider({
  service,
  droppable: ['temperature', 'stream_options'],
  seedless,
  complaint,
  stream,
  pickUp(received) {
    const from = placeIn(received);
    return typeof from === 'string' ? from : (request, to, signal) => rest(request, to, signal, from);
  },
  async resolve(to, signal) {
    const found = await openaiClient(to).models.retrieve(to.model, { signal });
    return found.id;
  },
  list: openaiModels,
});
