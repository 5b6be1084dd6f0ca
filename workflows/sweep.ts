import {
  CancellationScope,
  type ChildWorkflowHandle,
  getExternalWorkflowHandle,
  isCancellation,
  ParentClosePolicy,
  setHandler,
  sleep,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { anyPreparationQueue } from '../core/queues.ts';
import type { IdentifiedModel, ModelIdentity } from '../core/response.ts';
import { at, type Place, type PlannedModel, type SweepPlan } from '../core/sweep-plan.ts';
import type { LeaderboardLine } from '../core/sweep-progress.ts';
import { leaderboardOf } from '../core/sweep-progress.ts';
import type { Spent } from '../core/trial.ts';
import { light, preparationOn } from './activities.ts';
import { Board } from './board.ts';
import { Lanes } from './lanes.ts';
import { askGrantSignal, grantSignal, tallySignal } from './messages.ts';
import { modelSweep } from './model-sweep.ts';
import { problemOf, rejectInput, rejection } from './rejected-input.ts';
import { Reporting } from './reporting.ts';
import { attributes } from './search-attributes.ts';
import { Wheel } from './steering.ts';
import { type Grant, Treasury } from './treasury.ts';

/** What `temporal workflow result` prints: small and flat. */
export interface SweepResult {
  sweep: string;
  leaderboard: LeaderboardLine[];
  /** Trials that the harness could not score. */
  notScored: number;
  /** Path of the report, as the orchestrator sees it. */
  report: string;
}

/** models × levels × samples. The workflow's id is the sweep's name and its folder's. */
export async function sweep(input: unknown): Promise<SweepResult> {
  const plan = await light.plan.executeWithOptions({ summary: 'read the input' }, [input, workflowInfo().workflowId]).catch(rejectInput);
  const beginning = { summary: 'begin the folder' };
  const spent = await light.begin.executeWithOptions(beginning, [plan, input, await identities(plan, plan.models)]);
  const board = new Board(plan);
  const lanes = new Lanes(plan.models);
  const reporting = new Reporting(plan.sweep);
  const treasury = new Treasury(plan.limits.sweepUsd, sums(spent), (model, grant) => tellGrant(plan.sweep, model, grant));
  setHandler(askGrantSignal, ({ model, usd }) => treasury.ask(model, usd));
  const wheel = new Wheel({ plan, board, lanes, treasury, prepared: (id) => prepared(plan, id) });
  setHandler(tallySignal, (tally) => {
    board.take(tally);
    if (tally.done > 0) reporting.news();
    if (tally.status.state === 'grading') lanes.release(tally.model);
  });
  try {
    await wheel.untilSettled(() => lanes.run((model) => runModel(plan, model, { board, wheel, treasury, spent })));
  } catch (error) {
    await reporting.settled();
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => conclude(plan, board, 'cancelled'));
    throw error;
  }
  await reporting.settled();
  return await conclude(plan, board, 'done');
}

/** Every model is asked for before the first trial, so that a night does not begin with a typing error. */
async function identities(plan: SweepPlan, models: PlannedModel[]): Promise<IdentifiedModel[]> {
  const answers = await Promise.allSettled(models.map((model) => ready(plan, model)));
  const problems = answers.flatMap((answer, index) => {
    const model = models[index];
    return answer.status === 'rejected' && model ? [problemOf(model, answer.reason)] : [];
  });
  // several models of one provider without a key are one problem
  if (problems.length > 0) throw rejection([...new Set(problems)].join('; '));
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
}

/** A model with several places keeps those that have it. */
async function ready(plan: SweepPlan, model: PlannedModel): Promise<IdentifiedModel> {
  if (!model.places) return { id: model.id, identity: await identified(plan, model) };
  const places = model.places;
  const answers = await Promise.allSettled(places.map((place) => identified(plan, at(model, place))));
  const found = answers.flatMap((answer, index) =>
    answer.status === 'fulfilled' ? [{ place: places[index]!, identity: answer.value }] : [],
  );
  const [first] = found;
  if (!first) throw rejection(answers.map((answer) => answer.status === 'rejected' && problemOf(model, answer.reason)).join('; '));
  mustBeTheSame(model, found);
  model.places = found.map(({ place }) => place);
  return { id: model.id, identity: first.identity };
}

/** A name may stand for other weights on another host, and which host a model gets is a matter of luck. */
function mustBeTheSame({ id }: PlannedModel, found: { place: Place; identity: ModelIdentity }[]): void {
  const weights = ({ identity }: (typeof found)[number]) => identity.weights ?? identity.digest;
  if (new Set(found.map(weights)).size === 1) return;
  const each = found.map((one) => `${one.place.host} has ${weights(one)?.slice(0, 12)}`).join(', ');
  throw rejection(`${id} is not the same on all hosts: ${each}; name those that may answer in "hosts", or pull it anew on the others`);
}

async function identified(plan: SweepPlan, model: PlannedModel): Promise<ModelIdentity> {
  const [level] = plan.levels;
  if (!level) throw rejection('"levels": none exist');
  const { sampling, specs } = plan;
  const question = { model, level, sampling, specs };
  const { host } = model.endpoint;
  const summary = `${model.id} · ready?${host === undefined ? '' : ` · ${host}`}`;
  return await preparationOn(model.preparation ?? anyPreparationQueue).prepare.executeWithOptions({ summary }, [question]);
}

async function prepared(plan: SweepPlan, id: string): Promise<PlannedModel> {
  const model = await light.planModel.executeWithOptions({ summary: `add ${id}` }, [plan.sweep, id]).catch(rejectInput);
  await light.addModels.executeWithOptions({ summary: `record ${id}` }, [plan.sweep, await identities(plan, [model])]);
  return model;
}

interface Parts {
  board: Board;
  wheel: Wheel;
  treasury: Treasury;
  spent: Record<string, Spent>;
}

const sums = (spent: Record<string, Spent>): Map<string, number> =>
  new Map(Object.entries(spent).map(([model, trials]) => [model, Object.values(trials).reduce((sum, usd) => sum + usd, 0)]));

/** A model that has ended meanwhile needs no money. */
function tellGrant(sweep: string, model: string, grant: Grant): void {
  getExternalWorkflowHandle(`${sweep}/${model}`)
    .signal(grantSignal, grant)
    .catch(() => undefined);
}

/** One model to its end; what makes it fail is shown, and the other models go on. */
async function runModel(plan: SweepPlan, model: PlannedModel, { board, wheel, treasury, spent }: Parts): Promise<void> {
  try {
    const tally = await (await startModel(plan, model, wheel, spent[model.id] ?? {})).result();
    board.take(tally);
    treasury.close(model.id, tally.costUsd ?? 0);
  } catch (error) {
    if (isCancellation(error)) throw error;
    treasury.close(model.id, board.fail(model.id, reasonOf(error)));
  } finally {
    wheel.ended(model.id);
  }
}

/** The innermost message: the outer ones only say which workflow it was. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}

async function startModel(
  plan: SweepPlan,
  model: PlannedModel,
  wheel: Wheel,
  spent: Spent,
): Promise<ChildWorkflowHandle<typeof modelSweep>> {
  const child = await startChild(modelSweep, {
    args: [{ plan: { ...plan, models: [] }, model, spent }],
    workflowId: `${plan.sweep}/${model.id}`,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `${model.id}: ${plan.levels.length} levels × ${plan.samples} samples${model.endpoint.host ? ` on ${model.endpoint.host}` : ''}`,
    staticDetails: `Part of the sweep **${plan.sweep}**. Texts, verdicts and scores are in the sweep's folder under \`output/\`.`,
    memo: { sweep: plan.sweep, model: model.id },
    typedSearchAttributes: [
      { key: attributes.sweep, value: plan.sweep },
      { key: attributes.model, value: model.id },
      { key: attributes.state, value: 'running' },
    ],
  });
  await wheel.started(model.id);
  return child;
}

/** A full disk after a night's work is waited for, not failed by. */
async function reportOf(plan: SweepPlan, board: Board): Promise<string> {
  for (;;) {
    try {
      return await light.report.executeWithOptions({ summary: 'report' }, [plan.sweep]);
    } catch (error) {
      if (isCancellation(error)) throw error;
      board.remark(`the report waits: ${reasonOf(error)}; trying again in a minute`);
      await sleep('1 minute');
    }
  }
}

async function conclude(plan: SweepPlan, board: Board, state: 'done' | 'cancelled'): Promise<SweepResult> {
  const report = await reportOf(plan, board);
  board.become(state);
  const leaderboard = leaderboardOf(board.tallies());
  return { sweep: plan.sweep, leaderboard, notScored: leaderboard.reduce((sum, line) => sum + line.notScored, 0), report };
}
