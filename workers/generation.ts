import { builtinAnswer } from '../activities/builtin-answers.ts';
import { createGenerationActivities } from '../activities/generation.ts';
import { LevelShelf } from '../activities/level-shelf.ts';
import { createProviders } from '../providers/create-providers.ts';
import { outputFolder, ownSpecs } from '../storage/places.ts';
import { ResponseStore } from '../storage/responses/response-store.ts';
import { OpenQueues } from './open-queues.ts';
import type { Polling } from './program.ts';
import { runProgram } from './program.ts';

/** A slow CPU may evaluate a long prompt for many minutes; a stream that has begun goes on within seconds. */
const stallLimits = { firstTokenMs: 30 * 60_000, nextTokenMs: 3 * 60_000 };

const isOllamaHost = (queue: string): boolean => queue.startsWith('specgen-generate-ollama-');

/** The only program that talks to providers, and so the only one that has keys. */
await runProgram('generation', async (open) => {
  const output = outputFolder();
  const queues = new OpenQueues((queue) => open(polling(queue)));
  const dependencies = {
    output,
    shelf: new LevelShelf(ownSpecs()),
    providerOf: createProviders({ render: builtinAnswer, stallLimits }),
    store: new ResponseStore(output),
    openQueue: (queue: string) => queues.open(queue),
  };
  const { prepare, generate } = createGenerationActivities(dependencies);
  // one model at a time on an Ollama host, over all sweeps: a second one would have it load and unload for each request
  function polling(taskQueue: string): Polling {
    return { taskQueue, activities: { generate }, maxConcurrentActivityTaskExecutions: isOllamaHost(taskQueue) ? 1 : 64 };
  }
  return [{ taskQueue: 'specgen-generation', activities: { prepare } }, ...(await queues.known()).map(polling)];
});
