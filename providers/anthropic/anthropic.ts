import { Anthropic } from '@anthropic-ai/sdk';
import { longestTimeoutMs, patientFetch } from '../connection/patient-fetch.ts';
import type { Complaint } from '../fault/complaint.ts';
import type { GenerateRequest, Provider, StreamPart } from '../provider.ts';
import { sdkComplaint } from '../sdk/complaint.ts';
import { sdkProvider } from '../sdk/sdk-provider.ts';
import type { Contact, Service } from '../sdk/service.ts';
import { accepted } from '../sdk/unsupported.ts';
import { anthropicParts } from './events.ts';

const service: Service = {
  keyVariable: 'ANTHROPIC_API_KEY',
  baseUrlVariable: 'ANTHROPIC_BASE_URL',
  baseUrl: 'https://api.anthropic.com',
  modelCure: 'Check the name; `specgen models` lists what the key may use',
  startCure: 'Check the network, and ANTHROPIC_BASE_URL if it is set',
};

function client({ access }: Contact): Anthropic {
  return new Anthropic({
    baseURL: access.baseUrl,
    apiKey: access.key ?? 'none',
    maxRetries: 0,
    timeout: longestTimeoutMs,
    logLevel: 'off',
    fetch: patientFetch,
  });
}

function complaint(error: unknown): Complaint | null {
  if (error instanceof Anthropic.APIConnectionError) return null;
  return error instanceof Anthropic.APIError ? sdkComplaint(error) : null;
}

/** `temperature` is no longer in the SDK's types: the server accepts or refuses it by model. */
function body({ model, prompt, sampling }: GenerateRequest, unsupported: Record<string, string>) {
  const optional = accepted({ temperature: sampling.temperature }, unsupported);
  return {
    model,
    max_tokens: sampling.maxTokens,
    messages: [{ role: 'user' as const, content: prompt }],
    stream: true as const,
    ...optional,
  };
}

async function* stream(request: GenerateRequest, to: Contact, unsupported: Record<string, string>, signal: AbortSignal) {
  const { data, request_id } = await client(to).messages.create(body(request, unsupported), { signal }).withResponse();
  if (request_id) yield { type: 'request', requestId: request_id } satisfies StreamPart;
  return yield* anthropicParts(data, unsupported);
}

/** Anthropic's Messages API. */
export const anthropic: Provider = sdkProvider({
  service,
  droppable: ['temperature'],
  seedless: 'the Messages API has no seed parameter',
  complaint,
  stream,
  async resolve(to, signal) {
    const found = await client(to).models.retrieve(to.model, {}, { signal });
    return found.id;
  },
  async list(to, signal) {
    const page = await client(to).models.list({ limit: 1000 }, { signal });
    return page.data.map((model) => model.id);
  },
});
