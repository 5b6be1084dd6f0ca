import { CancellationScope, condition } from '@temporalio/workflow';
import type { PlannedModel } from '../core/sweep-plan.ts';

/**
 * Models of one lane run one after another (an Ollama host holds one model at a time), lanes side by side.
 * Models may be added while others run.
 */
export class Lanes {
  private readonly waiting: PlannedModel[];
  private readonly busy = new Map<string, Promise<void>>();
  private failure: { error: unknown } | null = null;

  constructor(models: PlannedModel[]) {
    this.waiting = [...models];
  }

  add(model: PlannedModel): void {
    this.waiting.push(model);
  }

  hasWaiting(): boolean {
    return this.waiting.length > 0;
  }

  /** Returns when no model waits or runs. Cancelled, it waits for the running ones to wind up, then throws. */
  async run(work: (model: PlannedModel) => Promise<void>): Promise<void> {
    try {
      while (this.waiting.length > 0 || this.busy.size > 0) {
        this.startFreeLanes(work);
        await condition(() => this.failure !== null || this.busy.size === 0 || this.startable().length > 0);
        if (this.failure) throw this.failure.error;
      }
    } catch (error) {
      await CancellationScope.nonCancellable(() => Promise.allSettled(this.busy.values()));
      throw error;
    }
  }

  private startable(): PlannedModel[] {
    return this.waiting.filter((model) => !this.busy.has(model.lane));
  }

  private startFreeLanes(work: (model: PlannedModel) => Promise<void>): void {
    for (let [model] = this.startable(); model; [model] = this.startable()) {
      this.waiting.splice(this.waiting.indexOf(model), 1);
      this.busy.set(model.lane, this.runOne(model, work));
    }
  }

  private async runOne(model: PlannedModel, work: (model: PlannedModel) => Promise<void>): Promise<void> {
    try {
      await work(model);
    } catch (error) {
      this.failure ??= { error };
    } finally {
      this.busy.delete(model.lane);
    }
  }
}
