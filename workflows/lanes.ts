import { CancellationScope, condition } from '@temporalio/workflow';
import type { PlannedModel } from '../core/sweep-plan.ts';

/**
 * Models of one lane generate one after another (an Ollama host holds one model at a time), lanes side by side.
 * Models may be added while others run.
 */
export class Lanes {
  private readonly waiting: PlannedModel[];
  private readonly running = new Map<string, Promise<void>>();
  /** Which model has the lane. */
  private readonly taken = new Map<string, string>();
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

  /** The model generates no more, though its last responses may still be graded: the lane's next one begins. */
  release(model: string): void {
    for (const [lane, holder] of this.taken) if (holder === model) this.taken.delete(lane);
  }

  /** Returns when no model waits or runs. Cancelled, it waits for the running ones to wind up, then throws. */
  async run(work: (model: PlannedModel) => Promise<void>): Promise<void> {
    try {
      while (this.waiting.length > 0 || this.running.size > 0) {
        this.startFreeLanes(work);
        await condition(() => this.failure !== null || this.running.size === 0 || this.startable() !== undefined);
        if (this.failure) throw this.failure.error;
      }
    } catch (error) {
      await CancellationScope.nonCancellable(() => Promise.allSettled(this.running.values()));
      throw error;
    }
  }

  private startable(): PlannedModel | undefined {
    return this.waiting.find((model) => !this.taken.has(model.lane));
  }

  private startFreeLanes(work: (model: PlannedModel) => Promise<void>): void {
    for (let model = this.startable(); model; model = this.startable()) {
      this.waiting.splice(this.waiting.indexOf(model), 1);
      this.taken.set(model.lane, model.id);
      this.running.set(model.id, this.runOne(model, work));
    }
  }

  private async runOne(model: PlannedModel, work: (model: PlannedModel) => Promise<void>): Promise<void> {
    try {
      await work(model);
    } catch (error) {
      this.failure ??= { error };
    } finally {
      this.running.delete(model.id);
      this.release(model.id);
    }
  }
}
