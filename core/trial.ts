import type { StopReason } from './response.ts';
import type { Handling, PlannedLevel, PlannedModel, SweepPlan } from './sweep-plan.ts';

/** One model, one level, one sample: what an activity is told about its work. */
export interface Trial {
  sweep: string;
  model: PlannedModel;
  level: PlannedLevel;
  /** Counts from 1. */
  sample: number;
  sampling: SweepPlan['sampling'];
  handling: Handling;
  specs: string | null;
}

/** What trials have cost a sweep, in US dollars, by their place `level/sample`. */
export type Spent = Record<string, number>;

/** What the workflow lets one request for a trial's response do. */
export interface Permit {
  /** The most that all requests for this response may cost this sweep, in US dollars; null without a limit. */
  allowedUsd: number | null;
  /** A stream that breaks off once more makes the trial unanswerable. */
  last: boolean;
}

/** What a history keeps of a response. */
export interface Generated {
  responseHash: string;
  bytes: number;
  outputTokens: number | null;
  /** Milliseconds from the first request to the last byte, over all attempts. */
  generationMs: number;
  stopReason: StopReason;
  /** Answered before, by this or another sweep, and not asked for again. */
  reused: boolean;
  /** What its requests have cost this sweep, in US dollars, counted upwards where that is not known; 0 without a price. */
  costUsd: number;
}

/** What a history keeps of a score. */
export interface Scored {
  points: number;
  /** null if not scored */
  earned: number | null;
}

/** `<model>/<level>/<sample>`: stable, unique in a sweep. */
export const trialId = (trial: Trial): string => `${trial.model.id}/${trial.level.name}/${trial.sample}`;

export const trialPlace = ({ level, sample }: Pick<Trial, 'level' | 'sample'>): string => `${level.name}/${sample}`;

/** "L3 sample 1": how timelines and messages call a trial of a known model. */
export const trialLabel = (trial: Trial): string => `L${trial.level.number} sample ${trial.sample}`;

/** All trials of one model, sample by sample so that an interrupted sweep has whole rounds; qualifying levels first. */
export function trialsOf(plan: SweepPlan, model: PlannedModel): { qualifying: Trial[]; others: Trial[] } {
  const { sweep, sampling, handling, specs } = plan;
  const samples = Array.from({ length: plan.samples }, (_, index) => index + 1);
  const all = samples.flatMap((sample) => plan.levels.map((level) => ({ sweep, model, level, sample, sampling, handling, specs })));
  const first = new Set(plan.qualify?.levels);
  return { qualifying: all.filter((trial) => first.has(trial.level.name)), others: all.filter((trial) => !first.has(trial.level.name)) };
}
