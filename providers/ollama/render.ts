import type { ModelRequest } from '../provider.ts';
import { renderRequest } from './request.ts';
import { askOllama, ollamaServer } from './server.ts';
import { withThreads } from './this-machine.ts';

/** What text the model would see; loads the model. null: the server does not know the wish and has begun to answer instead. */
export async function renderOllama({ endpoint, model, prompt, sampling, signal }: ModelRequest): Promise<string | null> {
  const server = ollamaServer(endpoint, model, signal);
  return askOllama(server, signal, async () => {
    const chunks = await server.client.chat(renderRequest(model, prompt, withThreads(endpoint, sampling)));
    for await (const chunk of chunks) {
      const { _debug_info: info } = chunk as { _debug_info?: { rendered_template?: string } };
      chunks.abort();
      return info?.rendered_template ?? null;
    }
    return null;
  });
}
