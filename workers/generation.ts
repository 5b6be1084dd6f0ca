import { hostname } from 'node:os';
import { builtinAnswer } from '../activities/builtin-answers.ts';
import { createGenerationActivities } from '../activities/generation.ts';
import { LevelShelf } from '../activities/level-shelf.ts';
import type { Obtained } from '../activities/responses/obtain.ts';
import { Streams } from '../activities/responses/streams.ts';
import { Turns } from '../activities/turns.ts';
import { anyPreparationQueue, generationQueue, hostPreparationQueue, preparationQueue } from '../core/queues.ts';
import { ollamaTrials } from '../core/sweep-plan.ts';
import { stateFolder } from '../grading/state-folder.ts';
import { createProviders } from '../providers/create-providers.ts';
import { CpuModels } from '../storage/cpu-models.ts';
import { openStore, ownSpecs } from '../storage/places.ts';
import { Proofs } from '../storage/proofs.ts';
import { ResponseStore } from '../storage/responses/response-store.ts';
import { OpenQueues } from './open-queues.ts';
import type { Polling } from './program.ts';
import { runProgram } from './program.ts';
import { servedVariable } from './stack-programs.ts';

const isOllamaHost = (queue: string): boolean => queue.startsWith(generationQueue('ollama-'));

const streams = new Streams<Obtained>();
const proofs = new Proofs(stateFolder());
/** Null: every provider that a sweep asks for. */
const served = process.env[servedVariable]?.split(',') ?? null;

/** The only program that talks to providers, and so the only one that has keys. */
await runProgram('generation', async (open) => {
  const store = await openStore();
  const queues = new OpenQueues(served, (queue) => open(polling(queue)));
  const dependencies = {
    store,
    shelf: new LevelShelf(ownSpecs()),
    providerOf: createProviders(builtinAnswer, (server, digest) => proofs.has(server, digest)),
    responses: new ResponseStore(store),
    streams,
    turns: new Turns(),
    cpuModels: new CpuModels(stateFolder()),
    openQueue: (queue: string) => queues.open(queue),
  };
  const { prepare, generate, unload } = createGenerationActivities(dependencies);
  // few trials of an Ollama host at a time, over all sweeps, and they take turns: with more, the models of two sweeps would be loaded and unloaded for each request
  function polling(taskQueue: string): Polling {
    return {
      taskQueue,
      activities: { generate, unload },
      maxConcurrentActivityTaskExecutions: isOllamaHost(taskQueue) ? ollamaTrials : 64,
    };
  }
  const preparations = served?.flatMap((name) => [preparationQueue(name), hostPreparationQueue(name, hostname())]) ?? [anyPreparationQueue];
  // a host that joins a sweep answers at once what it is there for
  return [...preparations.map((taskQueue) => ({ taskQueue, activities: { prepare } })), ...(await queues.known()).map(polling)];
});
await streams.close();
