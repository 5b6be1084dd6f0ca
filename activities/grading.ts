import type { Trial } from '../core/trial.ts';
import type { Grader } from '../grading/grade.ts';
import { beating, translatingFaults } from './faults.ts';
import type { LevelShelf } from './level-shelf.ts';
import { TrialFiles } from './trial-files.ts';

export interface GradingDependencies {
  output: string;
  shelf: LevelShelf;
  grader: Grader;
}

export type GradingActivities = ReturnType<typeof createGradingActivities>;

export function createGradingActivities({ output, shelf, grader }: GradingDependencies) {
  const work = (trial: Trial, step: (files: TrialFiles) => Promise<void>): Promise<void> =>
    translatingFaults(() =>
      beating(
        () => null,
        () => step(new TrialFiles(output, trial)),
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
