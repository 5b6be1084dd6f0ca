import { spentBy } from '../core/ledger.ts';
import { renderPrompt } from '../core/prompt.ts';
import type { ModelIdentity } from '../core/response.ts';
import type { Handling, PlannedLevel, PlannedModel, SweepPlan } from '../core/sweep-plan.ts';
import type { Generated, Permit, Trial } from '../core/trial.ts';
import type { Endpoint, Provider } from '../providers/provider.ts';
import { type StallLimits, withStallLimits } from '../providers/stall/stall-limits.ts';
import type { CpuModels } from '../storage/cpu-models.ts';
import type { ResponseStore } from '../storage/responses/response-store.ts';
import type { Store } from '../storage/store/store.ts';
import { attendance, beating, lastTry, translatingFaults } from './faults.ts';
import type { LevelShelf } from './level-shelf.ts';
import type { Asking, Position } from './responses/ask.ts';
import { type Obtained, obtain } from './responses/obtain.ts';
import { modelRequest, questionOf, type ResponseQuestion } from './responses/request.ts';
import { whileStoreAnswers } from './responses/store-watch.ts';
import type { Streams } from './responses/streams.ts';
import { notingWhy } from './responses/trouble.ts';
import { TrialFiles } from './trial-files.ts';
import type { Turns } from './turns.ts';

export interface GenerationDependencies {
  store: Store;
  shelf: LevelShelf;
  providerOf: (endpoint: Endpoint) => Provider;
  responses: ResponseStore;
  streams: Streams<Obtained>;
  turns: Turns;
  cpuModels: CpuModels;
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

const stallLimits = ({ stall }: Handling): StallLimits => ({
  firstTokenMs: stall.firstTokenSeconds * 1000,
  nextTokenMs: stall.nextTokenSeconds * 1000,
});

/** One trial's response: asked for or found, and laid into the trial's folder. */
class Generation {
  private readonly given: GenerationDependencies;
  private readonly trial: Trial;
  private readonly permit: Permit;
  private readonly files: TrialFiles;
  private question: ResponseQuestion | null = null;
  position: Position = { bytes: 0, tokens: 0 };

  constructor(given: GenerationDependencies, trial: Trial, permit: Permit) {
    this.given = given;
    this.trial = trial;
    this.permit = permit;
    this.files = new TrialFiles(given.store, trial);
  }

  async respond(signal: AbortSignal): Promise<Generated> {
    const { store, shelf, providerOf, responses, streams } = this.given;
    const { trial, permit } = this;
    const prompt = renderPrompt(await shelf.get(trial.level, trial.specs));
    const levelFolder = shelf.levelFolder(trial.level, trial.specs);
    const provider = withStallLimits(providerOf(trial.model.endpoint), stallLimits(trial.handling));
    const question = await questionOf(trial, levelFolder, provider, prompt, signal);
    this.question = question;
    const own = attendance(signal, (position) => {
      this.position = position;
    });
    const work = (stop: AbortSignal, position: Position) =>
      obtain(responses, question, { permit, position, signal: stop, turn: this.turn(stop) });
    const obtained = await whileStoreAnswers(store.streams, own, (attending) => streams.join(question.key, work, attending));
    return this.lay(prompt, obtained);
  }

  /** An Ollama host generates one response at a time, whatever attempts come and go. */
  private turn(signal: AbortSignal): Asking['turn'] {
    const { endpoint, queue } = this.trial.model;
    const { turns, cpuModels } = this.given;
    if (endpoint.provider !== 'ollama') return (work) => work();
    return async (work) => {
      // asked before the turn: the host is not to wait for it
      const isHere = await this.usesThisCpu(signal);
      return turns.take(queue, signal, () => (isHere ? cpuModels.during(work) : work()));
    };
  }

  /** While a model computes on this machine's CPU, grading holds back. */
  private async usesThisCpu(signal: AbortSignal): Promise<boolean> {
    const question = this.question!;
    return (await question.provider.usesThisCpu?.(modelRequest(question, signal))) ?? false;
  }

  /** What the requests for this response have cost the sweep; told with failures as well. */
  async spent(): Promise<{ spentUsd?: number }> {
    if (!this.question) return {};
    const entries = await this.given.responses.ledger(this.question.key).entries();
    // the ledger itself is beside the response: that this copy cannot be written must not hide what was spent
    if (entries.length > 0) await this.files.writeJson('ledger.json', entries).catch(() => undefined);
    return { spentUsd: spentBy(this.trial.sweep, entries) };
  }

  readonly notingWhy = (error: unknown): Promise<never> => notingWhy(this.files, this.permit.last ? lastTry(error) : error);

  private async lay(prompt: string, { response, reused }: Obtained): Promise<Generated> {
    const { metadata } = response;
    const [{ spentUsd = 0 }] = await Promise.all([
      this.spent(),
      this.files.write('prompt.md', prompt),
      ...(response.reasoning ? [this.files.write('reasoning.md', response.reasoning)] : []),
      this.files.writeJson('metadata.json', metadata),
      this.files.write('response.md', response.text),
    ]);
    return {
      responseHash: metadata.responseHash,
      bytes: metadata.responseBytes,
      outputTokens: metadata.usage.outputTokens,
      generationMs: metadata.timing.totalMs,
      stopReason: metadata.stopReason,
      reused,
      costUsd: spentUsd,
    };
  }
}

export function createGenerationActivities(given: GenerationDependencies) {
  const { shelf, providerOf, openQueue } = given;
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
    generate: (trial: Trial, permit: Permit): Promise<Generated> => {
      const generation = new Generation(given, trial, permit);
      const work = (signal: AbortSignal) => generation.respond(signal).catch(generation.notingWhy);
      return translatingFaults(
        () => beating(() => generation.position, work),
        () => generation.spent(),
      );
    },

    /** Frees the memory that a server keeps for a model whose turn is over; a server that does not answer keeps it. */
    unload: (model: PlannedModel): Promise<void> =>
      translatingFaults(() =>
        beating(
          () => ({ model: model.id }),
          async (signal) => providerOf(model.endpoint).unload?.(model.endpoint, model.name, signal),
        ),
      ),
  };
}
