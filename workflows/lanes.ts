import { CancellationScope, condition } from '@temporalio/workflow';
import { at, type PlannedModel } from '../core/sweep-plan.ts';

/**
 * Models of one lane generate one after another (an Ollama host holds one model at a time), lanes side by side. A model with several
 * places takes the first whose lane is free, and is there to its end. Models may be added while others run.
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

  /** The first model that has a free place, at that place. */
  private startable(): PlannedModel | undefined {
    for (const model of this.waiting) {
      const [way] = this.freeWays(model);
      if (way) return way;
    }
    return undefined;
  }

  /** The model at each of its places that is free; those that fewer of the waiting models could take come first. */
  private freeWays(model: PlannedModel): PlannedModel[] {
    const free = waysOf(model).filter(({ lane }) => !this.taken.has(lane));
    const wanting = ({ lane }: PlannedModel) => this.waiting.filter((other) => waysOf(other).some((way) => way.lane === lane)).length;
    return free.sort((a, b) => wanting(a) - wanting(b));
  }

  private startFreeLanes(work: (model: PlannedModel) => Promise<void>): void {
    for (let way = this.startable(); way; way = this.startable()) {
      const { id, lane } = way;
      this.waiting.splice(
        this.waiting.findIndex((model) => model.id === id),
        1,
      );
      this.taken.set(lane, id);
      this.running.set(id, this.runOne(way, work));
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

const waysOf = (model: PlannedModel): PlannedModel[] => model.places?.map((place) => at(model, place)) ?? [model];
