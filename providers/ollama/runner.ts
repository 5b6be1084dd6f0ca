import type { ModelRequest } from '../provider.ts';
import { isNamed } from './identity.ts';
import { askOllama, ollamaServer } from './server.ts';

/** The runner of a loaded model; null for one that is not. */
export async function runnerOf({
  endpoint,
  model,
  signal,
}: ModelRequest): Promise<{ server: string; digest: string; onGpu: boolean } | null> {
  const server = ollamaServer(endpoint, model, signal);
  const { models } = await askOllama(server, signal, () => server.client.ps());
  const runner = models.find((row) => isNamed(row, model));
  return runner ? { server: server.circumstances.asked.address, digest: runner.digest, onGpu: runner.size_vram > 0 } : null;
}
