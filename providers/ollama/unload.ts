import type { Endpoint } from '../provider.ts';
import { askOllama, ollamaServer } from './server.ts';

/** An empty request with no time to live: the server ends the model's runner at once. */
export async function unloadOllama(endpoint: Endpoint, model: string, signal: AbortSignal): Promise<void> {
  const server = ollamaServer(endpoint, model, signal);
  await askOllama(server, signal, () => server.client.generate({ model, prompt: '', keep_alive: 0, stream: false }));
}
