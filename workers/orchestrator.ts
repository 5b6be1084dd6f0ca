import { LevelShelf } from '../activities/level-shelf.ts';
import { createLightActivities } from '../activities/light.ts';
import { openStore, ownSpecs } from '../storage/places.ts';
import { workflowBundle } from './bundle.ts';
import { runProgram } from './program.ts';
import { versions } from './versions.ts';

/** Workflows and light activities; needs neither keys nor a compiler. */
await runProgram('orchestrator', async () => [
  {
    taskQueue: 'specgen',
    workflowBundle: await workflowBundle(),
    activities: createLightActivities({ store: await openStore(), shelf: new LevelShelf(ownSpecs()), versions: await versions() }),
    maxConcurrentActivityTaskExecutions: 20,
  },
]);
