import { setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import type { PlannedModel, SweepPlan } from '../core/sweep-plan.ts';
import type { SweepProgress } from '../core/sweep-progress.ts';
import { leaderboardOf, progressTable } from '../core/sweep-progress.ts';
import type { ModelTally } from '../core/tally.ts';
import { emptyTally, percentOf, pointsOf } from '../core/tally.ts';
import { leaderboardQuery, progressQuery } from './messages.ts';
import { attributes } from './search-attributes.ts';

const ended = new Set(['done', 'not-qualified', 'cancelled', 'failed']);

/** What a sweep shows of itself: the tallies of its models in queries, the Web UI's details and its list. */
export class Board {
  private readonly plan: SweepPlan;
  private readonly tallyOf: Map<string, ModelTally>;
  private state: SweepProgress['state'] = 'running';
  private line = '';
  private listed = 0;

  constructor(plan: SweepPlan) {
    this.plan = plan;
    this.tallyOf = new Map(plan.models.map((model) => [model.id, this.none(model)]));
    setHandler(progressQuery, () => this.progress(), { description: 'trials done and the state of each model' });
    setHandler(leaderboardQuery, () => leaderboardOf(this.tallies()), { description: 'points so far, best first' });
    this.show();
    this.list();
  }

  has(model: string): boolean {
    return this.tallyOf.has(model);
  }

  tallies(): ModelTally[] {
    return [...this.tallyOf.values()];
  }

  add(model: PlannedModel): void {
    this.tallyOf.set(model.id, this.none(model));
    this.show();
  }

  /** Messages of one child may arrive in either order, and even behind its end: the fullest tally stands. */
  take(tally: ModelTally): void {
    const known = this.tallyOf.get(tally.model);
    if (known && (ended.has(known.status.state) || known.done > tally.done)) return;
    this.tallyOf.set(tally.model, tally);
    this.show();
    // the list costs history: once for each twentieth of the sweep
    if (this.progress().done - this.listed >= this.progress().total / 20) this.list();
  }

  /** Returns what the model has cost, as far as it has told. */
  fail(model: string, reason: string): number {
    const known = this.tallyOf.get(model);
    if (known) this.tallyOf.set(model, { ...known, status: { state: 'failed', reason }, total: known.done });
    this.show();
    return known?.costUsd ?? 0;
  }

  /** One line for people below the table, until the next one. */
  remark(line: string): void {
    this.line = line;
    this.show();
  }

  become(state: SweepProgress['state']): void {
    this.state = state;
    this.show();
    this.list();
  }

  private none(model: PlannedModel): ModelTally {
    const levels = this.plan.levels.map((level) => level.name);
    return emptyTally(model.id, levels, levels.length * this.plan.samples, model.price !== null);
  }

  private progress(): SweepProgress {
    const models = this.tallies();
    const sum = (pick: (tally: ModelTally) => number) => models.reduce((all, tally) => all + pick(tally), 0);
    const unfinished = models.filter((tally) => !ended.has(tally.status.state));
    const allPaused = this.state === 'running' && unfinished.length > 0 && unfinished.every((tally) => tally.status.state === 'paused');
    return {
      sweep: this.plan.sweep,
      state: allPaused ? 'paused' : this.state,
      done: sum((tally) => tally.done),
      total: sum((tally) => tally.total),
      models,
    };
  }

  private show(): void {
    const progress = this.progress();
    setCurrentDetails(
      `### ${progress.state}: ${progress.done} of ${progress.total} trials\n\n\`\`\`\n${progressTable(progress)}\n\`\`\`\n${this.line}`,
    );
  }

  private list(): void {
    this.listed = this.progress().done;
    const points = this.tallies().map((tally) => pointsOf(tally));
    const sum = (pick: (point: { earned: number; possible: number }) => number) => points.reduce((all, point) => all + pick(point), 0);
    const percent = percentOf({ earned: sum((point) => point.earned), possible: sum((point) => point.possible) });
    upsertSearchAttributes([
      { key: attributes.sweep, value: this.plan.sweep },
      { key: attributes.state, value: this.state },
      { key: attributes.trialsDone, value: this.progress().done },
      ...(percent === null ? [] : [{ key: attributes.percent, value: percent }]),
    ]);
  }
}
