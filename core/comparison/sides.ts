import type { SweepRecord, TrialRecord } from '../report/sweep-record.ts';
import { buildTelemetry } from '../report/telemetry.ts';
import { comparePairs, type Pair } from './pair.ts';
import { levelDifference, type PairedLevel } from './paired-level.ts';

/** One model in one sweep. */
export interface Side {
  record: SweepRecord;
  model: string;
}

/** Two sides, level by level and in all. */
export interface Comparison {
  first: SideSummary;
  second: SideSummary;
  /** Null where the two have no scored level in common. */
  pair: Pair | null;
  levels: ComparedLevel[];
  /** Levels that one side has and the other has not, or has as another version or without a score: by name, why. */
  leftOut: Record<string, string>;
  /** Responses that both sides hold: one request answered both. */
  shared: number;
}

/** What a side took, over the levels that are compared. */
export interface SideSummary {
  sweep: string;
  model: string;
  /** Planned on these levels, and those of them that have a score: no others are compared. */
  trials: number;
  scored: number;
  responses: number;
  generationMs: number;
  outputTokens: number | null;
  costUsd: number | null;
}

export interface ComparedLevel {
  name: string;
  points: number;
  /** Mean points of each side. */
  first: number;
  second: number;
  /** `won` and `lost`: by the second, where one side has full marks each time and the other has not. */
  flipped: 'won' | 'lost' | null;
}

/** Compares pairs of sides; Holm's adjustment is over all of them. */
export function compareSides(contests: { first: Side; second: Side }[]): Comparison[] {
  const held = contests.map(({ first, second }) => ({ first, second, ...commonLevels(first, second) }));
  const pairs = comparePairs(
    held.map(({ first, second, levels }) => ({ first: nameOf(first), second: nameOf(second), levels: levels.map(({ paired }) => paired) })),
  );
  return held.map(({ first, second, levels, leftOut }) => {
    const names = new Set(levels.map(({ name }) => name));
    return {
      first: summaryOf(first, names),
      second: summaryOf(second, names),
      pair: pairs.find((pair) => pair.first === nameOf(first) && pair.second === nameOf(second)) ?? null,
      levels: levels.map(comparedLevel),
      leftOut,
      shared: levels.reduce((sum, { paired }) => sum + paired.shared, 0),
    };
  });
}

export const nameOf = ({ record, model }: Side): string => `${record.sweep}/${model}`;

interface CommonLevel {
  name: string;
  paired: PairedLevel;
}

function commonLevels(first: Side, second: Side): { levels: CommonLevel[]; leftOut: Record<string, string> } {
  const levels: CommonLevel[] = [];
  const leftOut: Record<string, string> = {};
  const others = new Map(second.record.levels.map((level) => [level.name, level]));
  for (const { name, hash, points } of first.record.levels) {
    const other = others.get(name);
    others.delete(name);
    const paired = pairedLevel(points, trialsOf(first, name), trialsOf(second, name));
    if (other === undefined) leftOut[name] = `only in ${first.record.sweep}`;
    else if (other.hash !== hash) leftOut[name] = 'another version of the level in each sweep';
    else if (paired.first.length === 0 || paired.second.length === 0) leftOut[name] = 'not scored on both sides';
    else levels.push({ name, paired });
  }
  for (const name of others.keys()) leftOut[name] = `only in ${second.record.sweep}`;
  return { levels, leftOut };
}

function trialsOf({ record, model }: Side, level: string): TrialRecord[] {
  return record.trials.filter((trial) => trial.model === model && trial.level === level && trial.score?.earned != null);
}

/** Shared responses stand last on both sides, as `PairedLevel` asks. */
function pairedLevel(points: number, ours: TrialRecord[], theirs: TrialRecord[]): PairedLevel {
  const keys = new Set(theirs.map(requestOf));
  const shared = new Set(ours.map(requestOf).filter((key) => keys.has(key)));
  const scores = (trials: TrialRecord[]) =>
    trials.toSorted((a, b) => Number(shared.has(requestOf(a))) - Number(shared.has(requestOf(b)))).map((trial) => trial.score?.earned ?? 0);
  return { points, first: scores(ours), second: scores(theirs), shared: shared.size };
}

/** The same for trials that one request answered, and for no others. */
const requestOf = ({ metadata, sample, model }: TrialRecord): string =>
  `${model} ${sample} ${metadata?.timing.startedAt} ${metadata?.responseHash}`;

function comparedLevel({ name, paired }: CommonLevel): ComparedLevel {
  const { points, first, second } = paired;
  const [ours, theirs] = [first, second].map((scores) => scores.every((score) => score === points));
  const mean = (scores: number[]) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const flipped = ours === theirs || levelDifference(paired) === 0 ? null : theirs ? 'won' : 'lost';
  return { name, points, first: mean(first), second: mean(second), flipped };
}

function summaryOf({ record, model }: Side, levels: Set<string>): SideSummary {
  const trials = record.trials.filter((trial) => trial.model === model && levels.has(trial.level));
  const telemetry = buildTelemetry({ ...record, models: [model], trials }).models[0];
  return {
    sweep: record.sweep,
    model,
    trials: trials.length,
    scored: trials.filter(({ score }) => score?.earned != null).length,
    responses: telemetry?.responses ?? 0,
    generationMs: telemetry?.generationMs ?? 0,
    outputTokens: telemetry?.outputTokens ?? null,
    costUsd: telemetry?.costUsd ?? null,
  };
}
