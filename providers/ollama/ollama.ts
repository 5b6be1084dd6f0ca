import type { GenerateRequest, Provider, StreamEnd, StreamPart } from '../provider.ts';
import { attempt } from '../sdk/attempt.ts';
import { ollamaParts } from './events.ts';
import { prepareOllama } from './prepare.ts';
import { ollamaRequest } from './request.ts';
import { askOllama, ollamaComplaint, ollamaServer } from './server.ts';

async function* generate(request: GenerateRequest): AsyncGenerator<StreamPart, StreamEnd> {
  const { endpoint, model, prompt, sampling, unsupported } = request;
  const { circumstances } = ollamaServer(endpoint, model, request.signal);
  const reading = { contextTokens: sampling.contextTokens, unsupported, circumstances };
  return yield* attempt({
    droppable: [],
    unsupported,
    signal: request.signal,
    circumstances,
    complaint: ollamaComplaint,
    async *stream(signal) {
      const { client } = ollamaServer(endpoint, model, signal);
      return yield* ollamaParts(await client.chat(ollamaRequest(model, prompt, sampling)), reading);
    },
  });
}

/** A local or remote Ollama server, by its own API: the compatible ones cannot set the context window. */
export const ollama: Provider = {
  prepare: prepareOllama,
  generate,
  async models(endpoint, signal) {
    const server = ollamaServer(endpoint, '', signal);
    const { models } = await askOllama(server, signal, () => server.client.list());
    return models.map((model) => model.name);
  },
};
