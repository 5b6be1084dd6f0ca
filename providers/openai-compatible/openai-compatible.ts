import { openaiComplaint as complaint, openaiClient, openaiModels } from '../openai/client.ts';
import type { GenerateRequest, Provider, StreamPart } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';
import { sdkProvider } from '../sdk/sdk-provider.ts';
import type { Contact, Service } from '../sdk/service.ts';
import { accepted } from '../sdk/unsupported.ts';
import { chatParts } from './events.ts';

const service: Service = {
  keyVariable: 'OPENAI_API_KEY',
  baseUrlVariable: 'OPENAI_BASE_URL',
  baseUrl: null,
  modelCure: 'Check the name, or load the model in that server',
  startCure: 'Start the server, or correct the baseUrl of the endpoint',
};

/** Most servers know `max_tokens` alone; one that refuses it knows its newer name. */
function body({ model, prompt, sampling, unsupported }: GenerateRequest) {
  const { temperature, seed, maxTokens } = sampling;
  const limit = 'max_tokens' in unsupported ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens };
  const optional = accepted({ temperature, seed, stream_options: { include_usage: true } }, unsupported);
  return { model, messages: [{ role: 'user' as const, content: prompt }], stream: true as const, ...limit, ...optional };
}

async function* stream(request: GenerateRequest, to: Contact, unsupported: Record<string, string>, signal: AbortSignal) {
  const { data, request_id } = await openaiClient(to).chat.completions.create(body(request), { signal }).withResponse();
  if (request_id) yield { type: 'request', requestId: request_id } satisfies StreamPart;
  return yield* chatParts(data, unsupported);
}

function mustBeServed(served: string[], { model, circumstances }: Contact): void {
  if (served.length === 0 || served.includes(model)) return;
  const names = served.slice(0, 10).join(', ');
  const message = `${circumstances.asked.endpoint} at ${circumstances.asked.address} serves no model "${model}"; it serves ${names}. ${service.modelCure}`;
  throw new ProviderError(message, { action: 'pause', cause: 'missing-model' });
}

/** Chat Completions at any address: vLLM, llama.cpp, LM Studio and other servers that imitate the API. */
export const openaiCompatible: Provider = sdkProvider({
  service,
  droppable: ['temperature', 'seed', 'max_tokens', 'stream_options'],
  seedless: null,
  complaint,
  stream,
  async resolve(to, signal) {
    mustBeServed(await openaiModels(to, signal), to);
    return undefined;
  },
  list: openaiModels,
});
