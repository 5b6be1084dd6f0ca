import type { Provider } from '../provider.ts';
import { generateOllama } from './generate.ts';
import { identifyOllama } from './identify.ts';
import { renderOllama } from './render.ts';
import { type IsProven, resumeOllama } from './resume.ts';
import { askOllama, ollamaServer } from './server.ts';
import { usesThisCpu } from './this-machine.ts';
import { unloadOllama } from './unload.ts';

/** A local or remote Ollama server, by its own API: the compatible ones cannot set the context window. */
export const createOllama = (isProven: IsProven): Provider => ({
  identify: identifyOllama,
  render: renderOllama,
  generate: (request) => generateOllama(request),
  resume: (request, received) => resumeOllama(request, received, isProven),
  usesThisCpu,
  unload: unloadOllama,
  async models(endpoint, signal) {
    const server = ollamaServer(endpoint, '', signal);
    const { models } = await askOllama(server, signal, () => server.client.list());
    return models.map(({ name, size }) => ({ name, bytes: size }));
  },
});
