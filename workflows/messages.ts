import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { LeaderboardLine, SweepProgress } from '../core/sweep-progress.ts';
import type { ModelTally } from '../core/tally.ts';
import type { Grant } from './treasury.ts';

/** What a steering update may name; without a model it is about all of them. */
export interface Steering {
  model?: string;
}

export interface Limits extends Steering {
  /** Requests in flight for one model, 1–64. */
  concurrency: number;
}

export interface Resumption extends Steering {
  /** New limit of cost, of the model where one is named, else of the sweep. */
  maxCostUsd?: number;
}

/** What a parent tells a model of its limits. */
export interface ModelLimits {
  concurrency?: number;
  costUsd?: number;
}

export const progressQuery = defineQuery<SweepProgress>('progress');
export const leaderboardQuery = defineQuery<LeaderboardLine[]>('leaderboard');
export const tallyQuery = defineQuery<ModelTally>('tally');

export const pauseUpdate = defineUpdate<string, [Steering?]>('pause');
export const resumeUpdate = defineUpdate<string, [Resumption?]>('resume');
export const setLimitsUpdate = defineUpdate<string, [Limits]>('setLimits');
export const addModelUpdate = defineUpdate<string, [string]>('addModel');

/** Child → parent: the child's whole tally, so that a lost or late message loses nothing. */
export const tallySignal = defineSignal<[ModelTally]>('tally');
/** Child → parent: at least so much is needed of the sweep's limit of cost. */
export const askGrantSignal = defineSignal<[{ model: string; usd: number }]>('askGrant');
/** Parent → child. */
export const pauseSignal = defineSignal('pause');
export const resumeSignal = defineSignal('resume');
export const limitsSignal = defineSignal<[ModelLimits]>('limits');
export const grantSignal = defineSignal<[Grant]>('grant');
