import { csvText } from '../report/csv.ts';
import type { LevelRecord, SweepRecord, TrialRecord } from '../report/sweep-record.ts';
import { whyUnscored } from './outcome.ts';

/**
 * Tables for data frames (CSV, RFC 4180, line feeds, UTF-8; an empty field is not known). `model`, `level` and
 * `sample` name a trial in both; every planned trial is there.
 */

type Row = (string | number | null)[];

const trialHead = [
  ...['model', 'tier', 'level', 'sample', 'points', 'earned', 'unscored', 'stop_reason', 'flags', 'started_at'],
  ...['first_token_ms', 'total_ms', 'input_tokens', 'output_tokens', 'reasoning_tokens', 'requests', 'cost_usd', 'response_sha256'],
];

/** `trials.csv`: one line per trial, points beside telemetry. `unscored` says why `earned` is empty. */
export function trialTable(record: SweepRecord): string {
  return csvText([trialHead, ...record.trials.map((trial) => trialRow(trial, levelOf(record, trial)))]);
}

const checkHead = ['model', 'tier', 'level', 'sample', 'check', 'kind', 'title', 'points', 'earned', 'verdict', 'reason'];

/** `checks.csv`: one line per check of each trial. A check that was not judged has the verdict `not-scored`. */
export function checkTable(record: SweepRecord): string {
  return csvText([checkHead, ...record.trials.flatMap((trial) => checkRows(trial, levelOf(record, trial)))]);
}

const levelOf = ({ levels }: SweepRecord, trial: TrialRecord): LevelRecord => levels.find(({ name }) => name === trial.level)!;

function trialRow(trial: TrialRecord, level: LevelRecord): Row {
  const { model, sample, metadata, score } = trial;
  const known = [model, level.tier, level.name, sample, level.points, score?.earned ?? null, whyUnscored(trial)];
  if (metadata === null) return [...known, ...trialHead.slice(known.length).map(() => null)];
  const { stopReason, flags, timing, usage, attempts, costUsd, responseHash } = metadata;
  return [
    ...known,
    stopReason,
    flags.join(';'),
    timing.startedAt,
    timing.firstTokenMs,
    timing.totalMs,
    usage.inputTokens,
    usage.outputTokens,
    usage.reasoningTokens,
    attempts.length,
    costUsd,
    responseHash,
  ];
}

function checkRows(trial: TrialRecord, level: LevelRecord): Row[] {
  const { model, sample, score } = trial;
  return level.checks.map(({ id, kind, title, points }) => {
    const found = score?.checks.find((check) => check.id === id) ?? unjudged(trial);
    const reason = found.verdict === 'pass' ? null : found.reason;
    return [model, level.tier, level.name, sample, id, kind, title, points, found.earned, found.verdict, reason];
  });
}

const unjudged = (trial: TrialRecord) => ({ verdict: 'not-scored' as const, earned: null, reason: whyUnscored(trial) });
