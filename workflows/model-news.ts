import { getExternalWorkflowHandle, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { progressTable } from '../core/sweep-progress.ts';
import type { ModelTally } from '../core/tally.ts';
import { percentOf, pointsOf } from '../core/tally.ts';
import { tallySignal } from './messages.ts';
import { attributes } from './search-attributes.ts';

/** What one model tells of itself: to who looks at it, to the Web UI's list, to its parent. */
export class ModelNews {
  private readonly sweep: string;
  private readonly tally: ModelTally;
  private readonly every: number;
  private reported = -1;

  /** `tally` is read whenever something is told. */
  constructor(sweep: string, tally: ModelTally, trials: number) {
    this.sweep = sweep;
    this.tally = tally;
    this.every = Math.max(1, Math.ceil(trials / 20));
  }

  /** A report costs history: one for each twentieth of the trials. */
  isDue(): boolean {
    return this.tally.done - this.reported >= this.every;
  }

  show(): void {
    const { done, total } = this.tally;
    const table = progressTable({ sweep: this.sweep, state: 'running', done, total, models: [this.tally] });
    setCurrentDetails(`\`\`\`\n${table}\n\`\`\``);
  }

  async report(): Promise<void> {
    this.reported = this.tally.done;
    const percent = percentOf(pointsOf(this.tally));
    upsertSearchAttributes([
      { key: attributes.state, value: this.tally.status.state },
      { key: attributes.trialsDone, value: this.tally.done },
      ...(percent === null ? [] : [{ key: attributes.percent, value: percent }]),
    ]);
    const { parent } = workflowInfo();
    if (!parent) return;
    // a parent that is gone needs no news; one that is there gets the whole tally with the result
    await getExternalWorkflowHandle(parent.workflowId)
      .signal(tallySignal, this.tally)
      .catch(() => undefined);
  }
}
