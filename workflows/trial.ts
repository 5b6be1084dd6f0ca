import { isCancellation } from '@temporalio/workflow';
import type { PlannedModel } from '../core/sweep-plan.ts';
import type { Generated, Permit, Scored, Trial } from '../core/trial.ts';
import { trialLabel } from '../core/trial.ts';
import { generationOn, grading, light, unloadingOn } from './activities.ts';

const steps = ['generate', 'extract', 'compile', 'test', 'pattern check', 'score'] as const;

/** "L3 sample 1 · 5/6 pattern check": the label of the step in timelines. */
const summary = (trial: Trial, step: (typeof steps)[number]) => ({
  summary: `${trialLabel(trial)} · ${steps.indexOf(step) + 1}/${steps.length} ${step}`,
});

/** Asks the model; the answer's text stays in the trial's folder. */
export const generate = (trial: Trial, permit: Permit): Promise<Generated> =>
  generationOn(trial.model.queue).generate.executeWithOptions(summary(trial, 'generate'), [trial, permit]);

/** Memory that stays taken is a pity, and no reason to stop. */
export async function unload(model: PlannedModel): Promise<void> {
  const options = { summary: `${model.id} · unload` };
  await unloadingOn(model.queue)
    .unload.executeWithOptions(options, [model])
    .catch((error: unknown) => {
      if (isCancellation(error)) throw error;
    });
}

/** Response → score. Each step reads what the one before it wrote into the trial's folder. */
export async function grade(trial: Trial): Promise<Scored> {
  await light.extract.executeWithOptions(summary(trial, 'extract'), [trial]);
  await grading.compile.executeWithOptions(summary(trial, 'compile'), [trial]);
  await Promise.all([
    grading.test.executeWithOptions(summary(trial, 'test'), [trial]),
    light.patternCheck.executeWithOptions(summary(trial, 'pattern check'), [trial]),
  ]);
  return await light.score.executeWithOptions(summary(trial, 'score'), [trial]);
}
