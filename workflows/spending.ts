import { condition, getExternalWorkflowHandle, setHandler, workflowInfo } from '@temporalio/workflow';
import { costBound } from '../core/cost.ts';
import { fault } from '../core/faults.ts';
import type { PlannedModel, SweepPlan } from '../core/sweep-plan.ts';
import type { Trial } from '../core/trial.ts';
import type { Failure } from './failure.ts';
import type { Holder } from './hold.ts';
import { askGrantSignal, grantSignal } from './messages.ts';
import { Purse, type PurseState } from './purse.ts';
import type { Grant } from './treasury.ts';

const settlements: Record<string, 'answered' | 'not allowed'> = { [fault.trial]: 'answered', [fault.cost]: 'not allowed' };

/** What a failure means for the money that was reserved. */
export const settlementOf = (failure: Failure | null): Parameters<Purse['settle']>[2] => settlements[failure?.type ?? ''] ?? 'failed';

/** A model's money: reserved for each trial, asked of the sweep when the purse runs short, and a pause when there is none. */
export class Spending {
  private readonly plan: SweepPlan;
  private readonly model: PlannedModel;
  private readonly holder: Holder;
  private readonly purse: Purse;
  /** The sweep's answer to what was asked last. */
  private answer: Grant | null = null;

  constructor(plan: SweepPlan, model: PlannedModel, state: PurseState, holder: Holder) {
    this.plan = plan;
    this.model = model;
    this.holder = holder;
    this.purse = new Purse(state);
    setHandler(grantSignal, (grant) => {
      this.answer = grant;
      if ('usd' in grant) this.receive(grant.usd);
    });
  }

  get spentUsd(): number {
    return this.purse.state.spentUsd;
  }

  state(): PurseState {
    return this.purse.state;
  }

  /** Reserves for one more request of a trial; false where that must wait, which the model's state then shows. */
  async reserved(index: number, trial: Trial): Promise<boolean> {
    if (this.purse.mayBeAnswered(index)) {
      this.purse.takeNothing(index);
      return true;
    }
    const bound = this.bound(trial);
    if (this.purse.take(index, bound)) return true;
    const reason = this.purse.ownLimit(bound) ?? (await this.refusal(bound));
    // while the sweep was asked, a request may have cost less than was reserved for it
    if (reason === null || this.purse.take(index, bound)) return reason !== null;
    const inFlight = this.purse.inFlight();
    if (inFlight === 0) this.lack(reason);
    else await condition(() => this.purse.inFlight() < inFlight);
    return false;
  }

  allowed(index: number): number | null {
    return this.purse.allowed(index);
  }

  /** The trial is not asked for now after all. */
  release(index: number): void {
    this.purse.release(index);
  }

  settle(index: number, spentUsd: number | undefined, outcome: Parameters<Purse['settle']>[2]): void {
    this.purse.settle(index, spentUsd, outcome);
  }

  limit(usd: number): void {
    this.purse.state.limitUsd = usd;
    this.goOn();
  }

  private bound({ level, sampling }: Trial): number {
    const { price } = this.model;
    return price ? costBound(price, level.promptBytes, sampling.maxTokens) : 0;
  }

  /** Asks the sweep for at least so much; null where it grants it. */
  private async refusal(usd: number): Promise<string | null> {
    const { parent } = workflowInfo();
    if (!parent) throw new Error('a model with a limit of cost runs as part of a sweep');
    this.answer = null;
    await getExternalWorkflowHandle(parent.workflowId).signal(askGrantSignal, { model: this.model.id, usd });
    await condition(() => this.answer !== null);
    return this.answer && 'refused' in this.answer ? (this.answer as { refused: string }).refused : null;
  }

  private receive(usd: number): void {
    this.purse.state.grantedUsd = (this.purse.state.grantedUsd ?? 0) + usd;
    this.goOn();
  }

  /** A pause for want of money ends when there is some; one that a person asked for does not. */
  private goOn(): void {
    const { state } = this.purse;
    if (state.lacking !== null && this.holder.current?.reason === state.lacking) this.holder.resume();
    state.lacking = null;
  }

  private lack(reason: string): void {
    if (this.holder.current) return;
    const lacking = `${reason}; go on with: specgen resume ${this.plan.sweep} --max-cost …`;
    this.purse.state.lacking = lacking;
    this.holder.pause(lacking);
  }
}
