import { LevelShelf } from '../activities/level-shelf.ts';
import { createLightActivities } from '../activities/light.ts';
import { orchestrationQueue } from '../core/queues.ts';
import { openStore, ownSpecs } from '../storage/places.ts';
import { workflowBundle } from './bundle.ts';
import { hostsPolling } from './pollers.ts';
import { runProgram } from './program.ts';
import { versions } from './versions.ts';

/** Workflows and light activities; needs neither keys nor a compiler. */
await runProgram('orchestrator', async (_open, client) => [
  {
    taskQueue: orchestrationQueue,
    workflowBundle: await workflowBundle(),
    activities: createLightActivities({
      store: await openStore(),
      shelf: new LevelShelf(ownSpecs()),
      versions: await versions(),
      hostsOf: (queue) => hostsPolling(client, queue),
    }),
    maxConcurrentActivityTaskExecutions: 20,
  },
]);
