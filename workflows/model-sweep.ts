import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { fault } from '../core/faults.ts';
import type { PlannedModel, SweepPlan } from '../core/sweep-plan.ts';
import type { ModelTally } from '../core/tally.ts';
import { countGenerated, countScored, emptyTally, percentOf, pointsOf } from '../core/tally.ts';
import type { Trial } from '../core/trial.ts';
import { trialsOf } from '../core/trial.ts';
import type { Hold } from './hold.ts';
import { Holder } from './hold.ts';
import { limitsSignal, pauseSignal, resumeSignal, tallyQuery } from './messages.ts';
import { ModelNews } from './model-news.ts';
import { generate, grade } from './trial.ts';

/** Generation waits for grading only when this many responses are ungraded. */
const ungradedLimit = 200;

/** All that a run hands to the one that continues it; trials are named by their place in `trialsOf`. */
export interface ModelSweepStart {
  plan: SweepPlan;
  model: PlannedModel;
  handedOver?: { tally: ModelTally; next: number; again: number[]; ungraded: number[]; hold: Hold | null };
}

/** One model over all its trials. Ends with its tally; a model that does not qualify ends after the first levels. */
export async function modelSweep(start: ModelSweepStart): Promise<ModelTally> {
  const run = new ModelRun(start);
  try {
    return await run.toTheEnd();
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return await CancellationScope.nonCancellable(() => run.cancelled());
  }
}

const isOfOneTrial = (error: unknown): boolean =>
  error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.type === fault.trial;

class ModelRun {
  private readonly start: ModelSweepStart;
  private readonly model: PlannedModel;
  private readonly trials: Trial[];
  private readonly qualifying: number;
  private readonly tally: ModelTally;
  private readonly holder: Holder;
  private readonly news: ModelNews;
  private readonly ungraded: Set<number>;
  private readonly again: number[];
  /** Responses whose grading waits for the harness to be mended. */
  private readonly stuck = new Set<number>();
  private failure: { error: unknown } | null = null;
  private next: number;

  constructor(start: ModelSweepStart) {
    this.start = start;
    this.model = { ...start.model };
    const { qualifying, others } = trialsOf(start.plan, start.model);
    this.trials = [...qualifying, ...others];
    this.qualifying = qualifying.length;
    const levels = start.plan.levels.map((level) => level.name);
    this.tally = start.handedOver?.tally ?? emptyTally(start.model.id, levels, this.trials.length);
    this.news = new ModelNews(start.plan.sweep, this.tally, this.trials.length);
    this.next = start.handedOver?.next ?? 0;
    this.again = start.handedOver?.again ?? [];
    this.ungraded = new Set(start.handedOver?.ungraded);
    this.holder = new Holder(start.handedOver?.hold ?? null, () => this.inBackground(this.report()));
    this.listen();
  }

  private listen(): void {
    setHandler(tallyQuery, () => this.tally, { description: 'trials done, points, state and its reason' });
    setHandler(pauseSignal, () => this.holder.pause('paused by request'));
    setHandler(resumeSignal, () => this.holder.resume());
    setHandler(limitsSignal, ({ concurrency }) => {
      if (this.model.lane === this.model.id) this.model.concurrency = concurrency;
    });
  }

  async toTheEnd(): Promise<ModelTally> {
    this.tally.status = { state: 'running' };
    this.show();
    for (const index of this.ungraded) this.gradeInBackground(index);
    await this.generateUpTo(this.qualifying);
    if (this.qualifying > 0 && this.next <= this.qualifying) await this.allGraded();
    const missed = this.missedQualification();
    if (missed === null) await this.generateUpTo(this.trials.length);
    await this.allGraded();
    return await this.end(missed === null ? { state: 'done' } : { state: 'not-qualified', reason: missed });
  }

  private async end(status: ModelTally['status']): Promise<ModelTally> {
    this.holder.resume();
    this.tally.status = status;
    if (status.state !== 'done') this.tally.total = this.tally.done;
    await this.report();
    return this.tally;
  }

  private missedQualification(): string | null {
    const { qualify } = this.start.plan;
    if (!qualify || this.next > this.qualifying) return null;
    const percent = percentOf(pointsOf(this.tally, qualify.levels));
    // nothing scored is the harness's fault, not the model's
    if (percent === null) return null;
    return percent >= qualify.percent ? null : `${percent} % of the first levels, ${qualify.percent} % wanted`;
  }

  private async generateUpTo(end: number): Promise<void> {
    for (;;) {
      await this.until(() => this.mayStart(end) || this.allGenerated(end) || workflowInfo().continueAsNewSuggested);
      if (workflowInfo().continueAsNewSuggested) await this.handOver();
      if (this.allGenerated(end)) return;
      const index = this.again.shift() ?? this.next++;
      this.tally.generating += 1;
      this.inBackground(this.generateOne(index));
    }
  }

  private allGenerated(end: number): boolean {
    return this.next >= end && this.again.length === 0 && this.tally.generating === 0;
  }

  private mayStart(end: number): boolean {
    const waiting = this.again.length > 0 || this.next < end;
    return waiting && !this.holder.current && this.tally.generating < this.model.concurrency && this.ungraded.size < ungradedLimit;
  }

  private async generateOne(index: number): Promise<void> {
    try {
      countGenerated(this.tally, await generate(this.trial(index)));
      this.tally.generating -= 1;
    } catch (error) {
      const held = isOfOneTrial(error) ? this.leaveUnscored(index) : this.holdBack(index, error);
      this.tally.generating -= 1;
      return await held;
    }
    this.holder.succeeded();
    this.ungraded.add(index);
    this.gradeInBackground(index);
  }

  private async leaveUnscored(index: number): Promise<void> {
    countScored(this.tally, this.trial(index).level.name, null);
    this.show();
  }

  private async holdBack(index: number, error: unknown): Promise<void> {
    this.again.push(index);
    await this.holder.take(error);
  }

  private gradeInBackground(index: number): void {
    this.tally.awaitingGrading = this.ungraded.size;
    // what is generated is still graded when the sweep is cancelled
    this.inBackground(CancellationScope.nonCancellable(() => this.gradeOne(index)));
  }

  private async gradeOne(index: number): Promise<void> {
    const trial = this.trial(index);
    for (;;) {
      try {
        const scored = await grade(trial);
        this.ungraded.delete(index);
        this.tally.awaitingGrading = this.ungraded.size;
        countScored(this.tally, trial.level.name, scored);
        this.show();
        if (this.news.isDue()) this.inBackground(this.report());
        return;
      } catch (error) {
        this.stuck.add(index);
        await this.holder.take(error);
        await this.until(() => this.holder.current === null);
        this.stuck.delete(index);
      }
    }
  }

  private async allGraded(): Promise<void> {
    await this.until(() => this.ungraded.size === 0 || workflowInfo().continueAsNewSuggested);
    if (this.ungraded.size > 0) await this.handOver();
  }

  /** Running generations are awaited; responses not yet graded are named to the next run. */
  private async handOver(): Promise<never> {
    await this.until(() => this.tally.generating === 0);
    const { tally, next, again } = this;
    const handedOver = { tally, next, again, ungraded: [...this.ungraded], hold: this.holder.paused() };
    return await continueAsNew<typeof modelSweep>({ ...this.start, model: this.model, handedOver });
  }

  /** Finished trials keep their scores; what is generated already is still graded. */
  async cancelled(): Promise<ModelTally> {
    await this.until(() => this.tally.generating === 0 && this.ungraded.size === this.stuck.size);
    return await this.end({ state: 'cancelled' });
  }

  private trial(index: number): Trial {
    const trial = this.trials[index];
    if (!trial) throw new Error(`no trial ${index} of ${this.trials.length} for ${this.model.id}`);
    return trial;
  }

  /** An error of background work ends the workflow at its next wait, but for a cancellation, which the wait sees itself. */
  private inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!isCancellation(error)) this.failure ??= { error };
    });
  }

  private async until(met: () => boolean): Promise<void> {
    await condition(() => this.failure !== null || met());
    if (this.failure) throw this.failure.error;
  }

  /** What holds the model back is its state; without a hold it runs. */
  private show(): void {
    if (this.holder.current) this.tally.status = this.holder.current;
    else if (this.tally.status.state === 'paused' || this.tally.status.state === 'waiting') this.tally.status = { state: 'running' };
    this.news.show();
  }

  private async report(): Promise<void> {
    this.show();
    await this.news.report();
  }
}
