import type { GenerateRequest, StreamEnd, StreamPart } from '../provider.ts';
import { attempt } from '../sdk/attempt.ts';
import { ollamaParts } from './events.ts';
import { ollamaRequest } from './request.ts';
import { ollamaComplaint, ollamaServer } from './server.ts';
import { withThreads } from './this-machine.ts';

/** One request to `/api/chat`; `partial` is the beginning of the answer to go on from. */
export async function* generateOllama(request: GenerateRequest, partial = ''): AsyncGenerator<StreamPart, StreamEnd> {
  const { endpoint, model, prompt, unsupported } = request;
  const sampling = withThreads(endpoint, request.sampling);
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
      return yield* ollamaParts(await client.chat(ollamaRequest(model, prompt, sampling, partial)), reading);
    },
  });
}
