import { CancellationScope, condition, continueAsNew, isCancellation, setHandler, workflowInfo } from '@temporalio/workflow';
import { fault } from '../core/faults.ts';
import type { PlannedModel } from '../core/sweep-plan.ts';
import type { ModelTally } from '../core/tally.ts';
import { countGenerated, countScored, emptyTally, percentOf, pointsOf } from '../core/tally.ts';
import type { Scored, Trial } from '../core/trial.ts';
import { trialsOf } from '../core/trial.ts';
import type { Failure } from './failure.ts';
import { failureOf } from './failure.ts';
import { GradingQueue } from './grading-queue.ts';
import { Holder } from './hold.ts';
import { limitsSignal, pauseSignal, resumeSignal, tallyQuery } from './messages.ts';
import { Mishaps } from './mishaps.ts';
import { ModelNews } from './model-news.ts';
import { type ModelSweepStart, spentBefore } from './model-sweep-start.ts';
import { Pace } from './pace.ts';
import { openPurse } from './purse.ts';
import { Spending, settlementOf } from './spending.ts';
import { generate, unload } from './trial.ts';

/** Generation waits for grading only when this many responses are ungraded. */
const ungradedLimit = 200;

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

class ModelRun {
  private readonly start: ModelSweepStart;
  private readonly model: PlannedModel;
  private readonly trials: Trial[];
  private readonly qualifying: number;
  private readonly tally: ModelTally;
  private readonly holder: Holder;
  private readonly news: ModelNews;
  private readonly pace: Pace;
  private readonly mishaps: Mishaps;
  private readonly spending: Spending;
  private readonly grading: GradingQueue;
  private readonly again: number[];
  private failure: { error: unknown } | null = null;
  private next: number;
  private over = false;

  constructor(start: ModelSweepStart) {
    this.start = start;
    this.model = { ...start.model };
    const { qualifying, others } = trialsOf(start.plan, start.model);
    this.trials = [...qualifying, ...others];
    this.qualifying = qualifying.length;
    const levels = start.plan.levels.map((level) => level.name);
    this.tally = start.handedOver?.tally ?? emptyTally(start.model.id, levels, this.trials.length, start.model.price !== null);
    this.news = new ModelNews(start.plan.sweep, this.tally, this.trials.length);
    this.next = start.handedOver?.next ?? 0;
    this.again = start.handedOver?.again ?? [];
    this.holder = new Holder(start.handedOver?.hold ?? null, () => this.inBackground(this.report()));
    this.grading = new GradingQueue({
      holder: this.holder,
      trialOf: (index) => this.trial(index),
      inBackground: (work) => this.inBackground(work),
      scored: (index, scored) => this.scored(index, scored),
    });
    this.mishaps = new Mishaps(start.handedOver?.mishaps);
    this.pace = new Pace(start.handedOver?.pace);
    const purse = start.handedOver?.purse ?? openPurse(start.plan.limits, spentBefore(start.spent, this.trials));
    this.spending = new Spending(start.plan, start.model, purse, this.holder);
    this.listen();
  }

  private listen(): void {
    setHandler(tallyQuery, () => this.tally, { description: 'trials done, points, state and its reason' });
    setHandler(pauseSignal, () => this.holder.pause('paused by request'));
    setHandler(resumeSignal, () => this.holder.resume());
    setHandler(limitsSignal, ({ concurrency, costUsd }) => {
      if (concurrency !== undefined && this.model.lane === this.model.id) this.model.concurrency = concurrency;
      if (costUsd !== undefined) this.spending.limit(costUsd);
    });
  }

  async toTheEnd(): Promise<ModelTally> {
    this.tally.status = { state: 'running' };
    this.show();
    for (const index of this.start.handedOver?.ungraded ?? []) this.grading.add(index);
    await this.generateUpTo(this.qualifying);
    if (this.qualifying > 0 && this.next <= this.qualifying) await this.allGraded();
    const missed = this.missedQualification();
    if (missed === null) await this.generateUpTo(this.trials.length);
    await this.freeLane();
    await this.allGraded();
    return await this.end(missed === null ? { state: 'done' } : { state: 'not-qualified', reason: missed });
  }

  private async end(status: ModelTally['status']): Promise<ModelTally> {
    this.tally.status = status;
    this.over = true;
    if (status.state !== 'done') this.tally.total = this.tally.done;
    await this.report();
    return this.tally;
  }

  /** The next model of the lane need not wait until the last responses of this one are graded. */
  private async freeLane(): Promise<void> {
    if (this.model.endpoint.provider === 'ollama') await unload(this.model);
    if (this.grading.size === 0) return;
    this.tally.status = { state: 'grading' };
    await this.report();
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
      if (await this.reserved(index)) this.inBackground(this.generateOne(index));
      else this.again.unshift(index);
    }
  }

  /** Whoever pauses a model while it waits for money is heard, too. */
  private async reserved(index: number): Promise<boolean> {
    if (!(await this.spending.reserved(index, this.trial(index)))) return false;
    if (this.holder.current) this.spending.release(index);
    return !this.holder.current;
  }

  private allGenerated(end: number): boolean {
    return this.next >= end && this.again.length === 0 && this.tally.generating === 0;
  }

  private mayStart(end: number): boolean {
    const waiting = this.again.length > 0 || this.next < end;
    const free = this.tally.generating < this.pace.of(this.model.concurrency);
    return waiting && !this.holder.current && free && this.grading.size < ungradedLimit;
  }

  private async generateOne(index: number): Promise<void> {
    this.tally.generating += 1;
    const permit = { allowedUsd: this.spending.allowed(index), last: this.mishaps.isLast(index) };
    try {
      const generated = await generate(this.trial(index), permit);
      this.settle(index, generated.costUsd, 'answered');
      countGenerated(this.tally, generated);
    } catch (error) {
      const failure = failureOf(error);
      this.settle(index, failure?.details.spentUsd, settlementOf(failure));
      if (!failure) throw error;
      return await this.failed(index, failure);
    }
    this.holder.succeeded();
    this.pace.succeeded();
    this.mishaps.answered(index);
    this.grading.add(index);
    this.tally.awaitingGrading = this.grading.size;
  }

  private settle(index: number, spentUsd: number | undefined, outcome: Parameters<Spending['settle']>[2]): void {
    this.tally.generating -= 1;
    this.spending.settle(index, spentUsd, outcome);
    if (this.tally.costUsd !== null) this.tally.costUsd = this.spending.spentUsd;
  }

  private async failed(index: number, failure: Failure): Promise<void> {
    this.mishaps.count(index, failure);
    if (failure.type === fault.trial) {
      countScored(this.tally, this.trial(index).level.name, null);
      if (this.mishaps.areTooMany()) this.holder.pause(`several trials in a row broke off: ${failure.message}`);
      return this.show();
    }
    this.again.push(index);
    const isLimit = failure.details.cause === 'rate-limited' || failure.details.cause === 'overloaded';
    if (isLimit && !this.holder.current) this.pace.limited(this.model.concurrency);
    // what lost requests have cost is counted now, and the next permit covers it
    if (failure.type !== fault.cost || failure.details.spentUsd === undefined) await this.holder.take(failure);
  }

  private scored(index: number, scored: Scored): void {
    this.tally.awaitingGrading = this.grading.size;
    countScored(this.tally, this.trial(index).level.name, scored);
    this.show();
    if (this.news.isDue()) this.inBackground(this.report());
  }

  private async allGraded(): Promise<void> {
    await this.until(() => this.grading.size === 0 || workflowInfo().continueAsNewSuggested);
    if (this.grading.size > 0) await this.handOver();
  }

  /** Running generations are awaited; responses not yet graded are named to the next run. */
  private async handOver(): Promise<never> {
    await this.until(() => this.tally.generating === 0);
    const { start, model, tally, next, again, holder } = this;
    const lasting = { mishaps: this.mishaps.state(), pace: this.pace.state(), purse: this.spending.state(), hold: holder.paused() };
    const handedOver = { tally, next, again, ungraded: this.grading.waiting(), ...lasting };
    return await continueAsNew<typeof modelSweep>({ ...start, model, handedOver });
  }

  /** Finished trials keep their scores; what is generated already is still graded. */
  async cancelled(): Promise<ModelTally> {
    await this.until(() => this.tally.generating === 0 && this.grading.isStuck());
    return await this.end({ state: 'cancelled' });
  }

  private trial(index: number): Trial {
    return this.trials[index]!;
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
    const held = this.over ? null : this.holder.current;
    if (held) this.tally.status = held;
    else if (this.tally.status.state === 'paused' || this.tally.status.state === 'waiting') this.tally.status = { state: 'running' };
    this.news.show();
  }

  private async report(): Promise<void> {
    this.show();
    await this.news.report();
  }
}
