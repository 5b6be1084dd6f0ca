import { possiblyLost, spentBy } from '../ledger.ts';
import type { AttemptRecord } from '../response.ts';
import { stableJson } from '../stable-json.ts';
import type { SweepRecord, TrialRecord } from './sweep-record.ts';

/** `telemetry.json` of a sweep: what a repetition would measure anew. */
export interface Telemetry {
  format: 1;
  sweep: string;
  versions: Record<string, string>;
  models: ModelTelemetry[];
  trials: TrialTelemetry[];
}

/** Sums over the trials that have a response; null where no trial tells. */
export interface ModelTelemetry {
  model: string;
  responses: number;
  generationMs: number;
  inputTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  /** Output tokens, reasoning included, per second from request to last byte. */
  tokensPerSecond: number | null;
  /** Requests beyond the first of each response. */
  repeatedRequests: number;
  /** What the responses cost when they were asked for, by whichever sweep. */
  costUsd: number | null;
  /** What this sweep has spent, counted upwards where it is not known. */
  spentUsd: number;
  /** Requests that may have been paid for without a response, and the most that they can have cost. */
  possiblyLost: { requests: number; boundUsd: number };
}

export interface TrialTelemetry {
  model: string;
  level: string;
  sample: number;
  startedAt: string;
  firstTokenMs: number | null;
  totalMs: number;
  inputTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  attempts: AttemptRecord[];
  costUsd: number | null;
}

/** Gathers times, tokens, attempts and cost. */
export function buildTelemetry(record: SweepRecord): Telemetry {
  const trials = record.trials.flatMap(trialTelemetry);
  const byModel = Map.groupBy(trials, (trial) => trial.model);
  const ledgers = Map.groupBy(record.trials, (trial) => trial.model);
  const models = record.models.map((model) => {
    const ledger = (ledgers.get(model) ?? []).flatMap((trial) => trial.ledger);
    return {
      ...modelTelemetry(model, byModel.get(model) ?? []),
      spentUsd: spentBy(record.sweep, ledger),
      possiblyLost: possiblyLost(ledger),
    };
  });
  return { format: 1, sweep: record.sweep, versions: record.versions, models, trials };
}

/** The bytes of `telemetry.json`. */
export function renderTelemetry(telemetry: Telemetry): string {
  return stableJson(telemetry);
}

function trialTelemetry({ model, level, sample, metadata }: TrialRecord): TrialTelemetry[] {
  if (metadata === null) return [];
  const { usage, timing, attempts, costUsd } = metadata;
  return [{ model, level, sample, ...timing, ...usage, attempts, costUsd }];
}

function modelTelemetry(model: string, trials: TrialTelemetry[]): Omit<ModelTelemetry, 'spentUsd' | 'possiblyLost'> {
  const counted = trials.filter((trial) => trial.outputTokens !== null);
  const seconds = sum(counted.map((trial) => trial.totalMs)) / 1000;
  const outputTokens = sumKnown(trials.map((trial) => trial.outputTokens));
  return {
    model,
    responses: trials.length,
    generationMs: sum(trials.map((trial) => trial.totalMs)),
    inputTokens: sumKnown(trials.map((trial) => trial.inputTokens)),
    outputTokens,
    reasoningTokens: sumKnown(trials.map((trial) => trial.reasoningTokens)),
    tokensPerSecond: outputTokens === null || seconds === 0 ? null : outputTokens / seconds,
    repeatedRequests: sum(trials.map((trial) => Math.max(0, trial.attempts.length - 1))),
    costUsd: sumKnown(trials.map((trial) => trial.costUsd)),
  };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function sumKnown(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : sum(known);
}
