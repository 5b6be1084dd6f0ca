import { CancellationScope, condition } from '@temporalio/workflow';
import type { Scored, Trial } from '../core/trial.ts';
import { failureOf } from './failure.ts';
import type { Holder } from './hold.ts';
import { grade } from './trial.ts';

interface Surroundings {
  trialOf: (index: number) => Trial;
  holder: Holder;
  /** Runs work beside the others; its error ends the workflow. */
  inBackground: (work: Promise<void>) => void;
  scored: (index: number, scored: Scored) => void;
}

/** Responses of a model that are there and not yet scored, by the place of their trials. */
export class GradingQueue {
  private readonly ungraded = new Set<number>();
  /** Those whose grading waits for the harness to be mended. */
  private readonly stuck = new Set<number>();
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  get size(): number {
    return this.ungraded.size;
  }

  waiting(): number[] {
    return [...this.ungraded];
  }

  /** Nothing is left but what a person must mend first. */
  isStuck(): boolean {
    return this.ungraded.size === this.stuck.size;
  }

  /** What is generated is still graded when the sweep is cancelled. */
  add(index: number): void {
    this.ungraded.add(index);
    this.around.inBackground(CancellationScope.nonCancellable(() => this.gradeOne(index)));
  }

  private async gradeOne(index: number): Promise<void> {
    for (;;) {
      try {
        const scored = await grade(this.around.trialOf(index));
        this.ungraded.delete(index);
        this.around.scored(index, scored);
        return;
      } catch (error) {
        const failure = failureOf(error);
        if (!failure) throw error;
        this.stuck.add(index);
        await this.around.holder.take(failure);
        await condition(() => this.around.holder.current === null);
        this.stuck.delete(index);
      }
    }
  }
}
