import { Context } from '@temporalio/activity';
import type { Trial } from '../core/trial.ts';
import type { Grader } from '../grading/grade.ts';
import type { CpuModels } from '../storage/cpu-models.ts';
import type { Store } from '../storage/store/store.ts';
import { beating, translatingFaults } from './faults.ts';
import type { LevelShelf } from './level-shelf.ts';
import { TrialFiles } from './trial-files.ts';
import { Turns } from './turns.ts';

export interface GradingDependencies {
  store: Store;
  shelf: LevelShelf;
  grader: Grader;
  cpuModels: CpuModels;
}

export type GradingActivities = ReturnType<typeof createGradingActivities>;

export function createGradingActivities({ store, shelf, grader, cpuModels }: GradingDependencies) {
  const turns = new Turns();
  /** A model on this machine's CPU leaves one core: more than one piece of work would take cores away from it. */
  const yielding = async (step: () => Promise<void>): Promise<void> => {
    const { cancellationSignal } = Context.current();
    return (await cpuModels.areBusy()) ? turns.take('the core that is left', cancellationSignal, step) : step();
  };
  const work = (trial: Trial, step: (files: TrialFiles) => Promise<void>): Promise<void> =>
    translatingFaults(() =>
      beating(
        () => null,
        () => yielding(() => step(new TrialFiles(store, trial))),
      ),
    );
  return {
    /** Source gate, build and structure: `compile.json`. */
    compile: (trial: Trial): Promise<void> =>
      work(trial, async (files) => {
        const level = await shelf.get(trial.level, trial.specs);
        await files.writeJson('compile.json', await grader.compileAnswer(level, await files.readAnswer()));
      }),

    /** Hidden tests, race checks and the answer's own tests: `tests.json`. */
    test: (trial: Trial): Promise<void> =>
      work(trial, async (files) => {
        const level = await shelf.get(trial.level, trial.specs);
        await files.writeJson('tests.json', await grader.testAnswer(level, await files.readAnswer()));
      }),
  };
}
