import { modelPairs } from './comparison/model-pairs.ts';
import type { Pair } from './comparison/pair.ts';
import type { Tier } from './level.ts';
import { type Summary, summarise, tiers } from './report/summary.ts';
import type { LevelRecord, SweepRecord, TrialRecord } from './report/sweep-record.ts';
import type { ModelIdentity, StopReason } from './response.ts';
import { stableJson } from './stable-json.ts';

/**
 * `results.json` of a sweep: only what responses and levels determine, so that the same responses give the same
 * bytes. No times, no tokens, no cost: those are in `telemetry.json`.
 */
export interface Results {
  format: 1;
  sweep: string;
  input: SweepRecord['input'];
  levels: LevelRecord[];
  models: ModelResult[];
  /** Every two models, the better-placed first. */
  pairs: Pair[];
  trials: TrialResult[];
}

export interface ModelResult {
  model: string;
  /** Every identity under which the model answered; more than one means that it changed during the sweep. */
  identities: ModelIdentity[];
  total: Summary;
  tiers: Partial<Record<Tier, Summary>>;
  levels: Record<string, LevelResult>;
}

export interface LevelResult extends Summary {
  /** By check: how often it passed, was not scored, or failed for each reason. */
  checks: Record<string, { passed: number; notScored: number; failed: Record<string, number> }>;
}

export interface TrialResult {
  model: string;
  level: string;
  sample: number;
  /** Null where there is no response. */
  responseHash: string | null;
  stopReason: StopReason | null;
  /** Flags of the response and what extraction noticed. */
  flags: string[];
  points: number;
  earned: number | null;
  /** By check: `pass`, the reason of the failure, or `not-scored`. Empty without a score. */
  checks: Record<string, string>;
}

/** Sums up a sweep. Trials and models come out in order of their names, however they went in. */
export function buildResults(record: SweepRecord): Results {
  const levels = record.levels.toSorted((a, b) => a.number - b.number || compare(a.name, b.name));
  const trials = record.trials.toSorted((a, b) => compare(a.model, b.model) || compare(a.level, b.level) || a.sample - b.sample);
  const byModel = Map.groupBy(trials, (trial) => trial.model);
  const { sweep, input } = record;
  const models = record.models.toSorted(compare).map((model) => modelResult(model, levels, byModel.get(model) ?? [], input.samples));
  const found = trials.map((trial) => trialResult(trial, levels));
  const names = ranked(models).map(({ model }) => model);
  return { format: 1, sweep, input, levels, models, pairs: modelPairs(names, levels, found), trials: found };
}

/** The bytes of `results.json`. */
export function renderResults(results: Results): string {
  return stableJson(results);
}

/** Models best first; those without a total last, then by name. */
export function ranked(models: ModelResult[]): ModelResult[] {
  return models.toSorted((a, b) => (b.total.percent ?? -1) - (a.total.percent ?? -1) || compare(a.model, b.model));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function modelResult(model: string, levels: LevelRecord[], trials: TrialRecord[], samples: number): ModelResult {
  const byLevel = Map.groupBy(trials, (trial) => trial.level);
  const identities = new Map(
    trials.flatMap(({ metadata }) => (metadata ? [[stableJson(metadata.identity), metadata.identity] as const] : [])),
  );
  const present = tiers.filter((tier) => levels.some((level) => level.tier === tier));
  const inTier = (tier: Tier) => levels.filter((level) => level.tier === tier);
  return {
    model,
    identities: [...identities.keys()].sort().map((key) => identities.get(key)!),
    total: summarise(levels, trials, samples),
    tiers: Object.fromEntries(present.map((tier) => [tier, summarise(inTier(tier), trials, samples)])),
    levels: Object.fromEntries(levels.map((level) => [level.name, levelResult(level, byLevel.get(level.name) ?? [], samples)])),
  };
}

function levelResult(level: LevelRecord, trials: TrialRecord[], samples: number): LevelResult {
  const verdicts = trials.map((trial) => verdictsOf(trial));
  const checks = level.checks.map(({ id }) => {
    const words = verdicts.map((each) => each[id]).filter((word) => word !== undefined);
    const reasons = words.filter((word) => word !== 'pass' && word !== 'not-scored').sort(compare);
    const failed: Record<string, number> = {};
    for (const reason of reasons) failed[reason] = (failed[reason] ?? 0) + 1;
    const count = (wanted: string) => words.filter((word) => word === wanted).length;
    return [id, { passed: count('pass'), notScored: count('not-scored'), failed }] as const;
  });
  return { ...summarise([level], trials, samples), checks: Object.fromEntries(checks) };
}

function verdictsOf(trial: TrialRecord): Record<string, string> {
  const checks = trial.score?.checks ?? [];
  return Object.fromEntries(checks.map((check) => [check.id, check.verdict === 'fail' ? check.reason : check.verdict]));
}

function trialResult(trial: TrialRecord, levels: LevelRecord[]): TrialResult {
  const level = levels.find(({ name }) => name === trial.level);
  if (level === undefined)
    throw new Error(`trial ${trial.model}/${trial.level}/${trial.sample} is of a level that the sweep does not have`);
  const flags = [...(trial.metadata?.flags ?? []), ...trial.observations.map((observation) => observation.what)];
  return {
    model: trial.model,
    level: trial.level,
    sample: trial.sample,
    responseHash: trial.metadata?.responseHash ?? null,
    stopReason: trial.metadata?.stopReason ?? null,
    flags: [...new Set(flags)].sort(compare),
    points: level.points,
    earned: trial.score?.earned ?? null,
    checks: verdictsOf(trial),
  };
}
