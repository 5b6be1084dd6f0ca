import type { GenerateRequest, Provider, StreamPart } from '../provider.ts';
import { sdkProvider } from '../sdk/sdk-provider.ts';
import type { Contact, Service } from '../sdk/service.ts';
import { accepted } from '../sdk/unsupported.ts';
import { openaiComplaint as complaint, openaiClient, openaiModels } from './client.ts';
import { responsesParts } from './events.ts';

const service: Service = {
  keyVariable: 'OPENAI_API_KEY',
  baseUrlVariable: 'OPENAI_BASE_URL',
  baseUrl: 'https://api.openai.com/v1',
  modelCure: 'Check the name; `specgen models` lists what the key may use',
  startCure: 'Check the network, and OPENAI_BASE_URL if it is set',
};

/** `store: false`: the service keeps responses for a month otherwise. No obfuscation: padding of each event for nothing. */
function body({ model, prompt, sampling }: GenerateRequest, unsupported: Record<string, string>) {
  const optional = accepted({ temperature: sampling.temperature, stream_options: { include_obfuscation: false } }, unsupported);
  return { model, input: prompt, stream: true as const, store: false, max_output_tokens: sampling.maxTokens, ...optional };
}

async function* stream(request: GenerateRequest, to: Contact, unsupported: Record<string, string>, signal: AbortSignal) {
  const { data, request_id } = await openaiClient(to).responses.create(body(request, unsupported), { signal }).withResponse();
  if (request_id) yield { type: 'request', requestId: request_id } satisfies StreamPart;
  return yield* responsesParts(data, request.sampling.maxTokens, unsupported);
}

/** OpenAI's Responses API. */
export const openai: Provider = sdkProvider({
  service,
  droppable: ['temperature', 'stream_options'],
  seedless: 'the Responses API has no seed parameter',
  complaint,
  stream,
  async resolve(to, signal) {
    const found = await openaiClient(to).models.retrieve(to.model, { signal });
    return found.id;
  },
  list: openaiModels,
});
