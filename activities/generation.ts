import { renderPrompt } from '../core/prompt.ts';
import type { ModelIdentity } from '../core/response.ts';
import type { PlannedLevel, PlannedModel, SweepPlan } from '../core/sweep-plan.ts';
import type { Generated, Trial } from '../core/trial.ts';
import type { Endpoint, Provider } from '../providers/provider.ts';
import type { ResponseStore } from '../storage/responses/response-store.ts';
import { beating, isOfOneTrial, translatingFaults } from './faults.ts';
import type { LevelShelf } from './level-shelf.ts';
import type { Position } from './responses/ask.ts';
import { obtain } from './responses/obtain.ts';
import { questionOf } from './responses/request.ts';
import { TrialFiles } from './trial-files.ts';

export interface GenerationDependencies {
  output: string;
  shelf: LevelShelf;
  providerOf: (endpoint: Endpoint) => Provider;
  store: ResponseStore;
  /** Makes this process answer a queue from now on, also after a restart. */
  openQueue: (queue: string) => Promise<void>;
}

/** Can this model be asked? */
export interface ReadyQuestion {
  model: PlannedModel;
  level: PlannedLevel;
  sampling: SweepPlan['sampling'];
  specs: string | null;
}

export type GenerationActivities = ReturnType<typeof createGenerationActivities>;

/** A trial that can never be answered says why in its folder, for the report. */
const notingWhy =
  (files: TrialFiles) =>
  async (error: unknown): Promise<never> => {
    if (isOfOneTrial(error)) await files.writeJson('trouble.json', { reason: error.message });
    throw error;
  };

export function createGenerationActivities({ output, shelf, providerOf, store, openQueue }: GenerationDependencies) {
  async function respond(trial: Trial, files: TrialFiles, position: Position, signal: AbortSignal): Promise<Generated> {
    const prompt = renderPrompt(await shelf.get(trial.level, trial.specs));
    const levelFolder = shelf.levelFolder(trial.level, trial.specs);
    const question = await questionOf(trial, levelFolder, providerOf(trial.model.endpoint), prompt, signal);
    const { response, reused } = await obtain(store, question, position, signal);
    const { metadata } = response;
    await files.write('prompt.md', prompt);
    if (response.reasoning) await files.write('reasoning.md', response.reasoning);
    await files.writeJson('metadata.json', metadata);
    await files.write('response.md', response.text);
    return {
      responseHash: metadata.responseHash,
      bytes: metadata.responseBytes,
      outputTokens: metadata.usage.outputTokens,
      generationMs: metadata.timing.totalMs,
      stopReason: metadata.stopReason,
      reused,
    };
  }

  return {
    /** Asks the provider what the model is, without a paid call, and opens the queue for its trials. */
    prepare: ({ model, level, sampling, specs }: ReadyQuestion): Promise<ModelIdentity> =>
      translatingFaults(() =>
        beating(
          () => ({ model: model.id }),
          async (signal) => {
            await openQueue(model.queue);
            const prompt = renderPrompt(await shelf.get(level, specs));
            const question = {
              endpoint: model.endpoint,
              model: model.name,
              prompt,
              sampling,
              level: shelf.levelFolder(level, specs),
              signal,
            };
            return await providerOf(model.endpoint).identify(question);
          },
        ),
      ),

    /** The model's response, in the trial's folder when this returns. */
    generate: (trial: Trial): Promise<Generated> =>
      translatingFaults(() => {
        const position: Position = { bytes: 0, tokens: 0 };
        const files = new TrialFiles(output, trial);
        return beating(
          () => position,
          (signal) => respond(trial, files, position, signal).catch(notingWhy(files)),
        );
      }),
  };
}
