import { availableParallelism } from 'node:os';
import { createGradingActivities } from '../activities/grading.ts';
import { LevelShelf } from '../activities/level-shelf.ts';
import { gradingQueue } from '../core/queues.ts';
import { openGrader } from '../grading/grade.ts';
import { stateFolder } from '../grading/state-folder.ts';
import { CpuModels } from '../storage/cpu-models.ts';
import { openStore, ownSpecs } from '../storage/places.ts';
import { runProgram } from './program.ts';

const unsandboxed = process.env.SPECGEN_UNSAFE_NO_SANDBOX === '1';

/** Compiles and runs answers; as many at a time as there are cores. Its environment holds no keys. */
await runProgram('grading', async () => {
  const grader = await openGrader({ unsandboxed });
  const activities = createGradingActivities({
    store: await openStore(),
    shelf: new LevelShelf(ownSpecs()),
    grader,
    cpuModels: new CpuModels(stateFolder()),
  });
  return [{ taskQueue: gradingQueue, activities, maxConcurrentActivityTaskExecutions: availableParallelism() }];
});
