import { allHandlersFinished, condition, getExternalWorkflowHandle, setHandler } from '@temporalio/workflow';
import type { PlannedModel, SweepPlan } from '../core/sweep-plan.ts';
import type { Board } from './board.ts';
import type { Lanes } from './lanes.ts';
import type { Limits, ModelLimits, Resumption, Steering } from './messages.ts';
import { addModelUpdate, limitsSignal, pauseSignal, pauseUpdate, resumeSignal, resumeUpdate, setLimitsUpdate } from './messages.ts';
import type { Treasury } from './treasury.ts';

interface Steered {
  plan: SweepPlan;
  board: Board;
  lanes: Lanes;
  treasury: Treasury;
  prepared: (model: string) => Promise<PlannedModel>;
}

type Child = ReturnType<typeof getExternalWorkflowHandle>;

/** Answers the updates that steer a running sweep; each is checked before it enters the history. */
export class Wheel {
  private readonly sweep: string;
  private readonly board: Board;
  private readonly lanes: Lanes;
  private readonly prepared: (model: string) => Promise<PlannedModel>;
  /** Models whose child runs: only these can be told something now. */
  private readonly running = new Set<string>();
  private readonly paused = new Set<string>();
  private readonly limits = new Map<string, ModelLimits>();
  private readonly treasury: Treasury;
  private readonly hasCostLimit: boolean;
  private closed = false;

  constructor({ plan, board, lanes, treasury, prepared }: Steered) {
    this.sweep = plan.sweep;
    this.hasCostLimit = plan.limits.sweepUsd !== null;
    this.board = board;
    this.lanes = lanes;
    this.treasury = treasury;
    this.prepared = prepared;
    const validator = (steering?: Steering) => this.mustKnow(steering);
    const [forOne, limits] = ['{"model": …} for one model', '{"concurrency": 1–64, "model": …}: requests in flight for a model'];
    setHandler(pauseUpdate, (steering) => this.pause(steering), { description: `start nothing new; ${forOne}`, validator });
    const more = `go on; ${forOne}; {"maxCostUsd": …} with another limit of cost`;
    setHandler(resumeUpdate, (to) => this.resume(to), { description: more, validator: (to?: Resumption) => this.mustBeResumption(to) });
    setHandler(setLimitsUpdate, (to) => this.limit(to), { description: limits, validator: (to) => this.mustBeLimits(to) });
    setHandler(addModelUpdate, (model) => this.add(model), {
      description: '"provider:name": one more model for this sweep',
      validator: (model) => this.mustBeAddable(model),
    });
  }

  /** Runs the models until none is left, those included that an update still adds; then nothing can be added. */
  async untilSettled(run: () => Promise<void>): Promise<void> {
    do {
      await run();
      await condition(allHandlersFinished);
    } while (this.lanes.hasWaiting());
    this.closed = true;
  }

  /** What was said before a model's turn came is told as soon as it runs. */
  async started(model: string): Promise<void> {
    this.running.add(model);
    const limits = this.limits.get(model);
    if (limits) await this.tell([model], (child) => child.signal(limitsSignal, limits));
    if (this.paused.has(model)) await this.tell([model], (child) => child.signal(pauseSignal));
  }

  ended(model: string): void {
    this.running.delete(model);
  }

  private mustKnow(steering?: Steering): void {
    if (steering?.model !== undefined && !this.board.has(steering.model)) {
      throw new Error(`no model "${steering.model}" in this sweep; it has ${this.all().join(', ')}`);
    }
  }

  private mustBeLimits(limits?: Limits): void {
    this.mustKnow(limits);
    const concurrency = limits?.concurrency;
    if (!Number.isInteger(concurrency) || Number(concurrency) < 1 || Number(concurrency) > 64) {
      throw new Error(`"concurrency" must be a whole number from 1 to 64, found ${JSON.stringify(concurrency)}`);
    }
  }

  private mustBeResumption(to?: Resumption): void {
    this.mustKnow(to);
    const usd: unknown = to?.maxCostUsd;
    if (usd === undefined) return;
    if (typeof usd !== 'number' || !(usd > 0))
      throw new Error(`"maxCostUsd" must be a number of US dollars above 0, found ${JSON.stringify(usd)}`);
    if (to?.model === undefined && !this.hasCostLimit) {
      throw new Error('this sweep was begun without "maxCostUsd"; limit one model with {"model": …, "maxCostUsd": …}');
    }
  }

  private mustBeAddable(model: unknown): void {
    if (typeof model !== 'string' || model === '') {
      throw new Error(`expected a model such as "ollama:qwen2.5-coder:32b", found ${JSON.stringify(model)}`);
    }
    if (this.closed) throw new Error(`this sweep has ended; start another one for ${model}`);
  }

  private all(): string[] {
    return this.board.tallies().map((tally) => tally.model);
  }

  private named(steering?: Steering): string[] {
    return steering?.model === undefined ? this.all() : [steering.model];
  }

  private async pause(steering?: Steering): Promise<string> {
    const models = this.named(steering);
    for (const model of models) this.paused.add(model);
    await this.tell(models, (child) => child.signal(pauseSignal));
    return `paused: ${models.join(', ')}; answers already begun are finished`;
  }

  private async resume({ maxCostUsd, ...steering }: Resumption = {}): Promise<string> {
    const models = this.named(steering);
    if (maxCostUsd !== undefined && steering.model === undefined) this.treasury.raise(maxCostUsd);
    else if (maxCostUsd !== undefined) await this.setLimits(models, { costUsd: maxCostUsd });
    for (const model of models) this.paused.delete(model);
    await this.tell(models, (child) => child.signal(resumeSignal));
    return `going on: ${models.join(', ')}${maxCostUsd === undefined ? '' : `; the limit of cost is $${maxCostUsd} now`}`;
  }

  /** A model whose turn has not come is told when it does. */
  private async setLimits(models: string[], limits: ModelLimits): Promise<void> {
    for (const model of models) this.limits.set(model, { ...this.limits.get(model), ...limits });
    await this.tell(models, (child) => child.signal(limitsSignal, limits));
  }

  private async limit({ concurrency, ...steering }: Limits): Promise<string> {
    const models = this.named(steering);
    await this.setLimits(models, { concurrency });
    return `${concurrency} requests in flight: ${models.join(', ')} (an Ollama host keeps one)`;
  }

  private async add(id: string): Promise<string> {
    const model = await this.prepared(id);
    if (this.board.has(model.id)) return `${model.id} is in this sweep already`;
    this.board.add(model);
    this.lanes.add(model);
    return `added: ${model.id}`;
  }

  private async tell(models: string[], message: (child: Child) => Promise<void>): Promise<void> {
    const running = models.filter((model) => this.running.has(model));
    // a model that ends just now needs no steering
    await Promise.all(running.map((model) => message(getExternalWorkflowHandle(`${this.sweep}/${model}`)).catch(() => undefined)));
  }
}
