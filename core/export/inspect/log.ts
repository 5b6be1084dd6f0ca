import type { SweepRecord, TrialRecord } from '../../report/sweep-record.ts';
import { kindsOf } from '../by-kind.ts';
import { isOpen } from '../outcome.ts';
import type { InspectEval, InspectLog, InspectSample } from './format.ts';
import { type ExportedTexts, inspectConfig, inspectSample, timesOf } from './sample.ts';
import { resultScores, wholeTrial } from './scores.ts';
import { totalUsage } from './usage.ts';

/** What names one model's log. */
export interface LogName {
  model: string;
  /** Letters and digits that no other model of any sweep has. */
  id: string;
  /** When the sweep's first response was asked for: ISO 8601. */
  created: string;
}

/** `ollama:qwen2.5-coder:32b` → `ollama/qwen2.5-coder:32b`. */
export const inspectModel = (model: string): string => model.replace(':', '/');

/** When the sweep's first response was asked for; null without any response. */
export function createdAt({ trials }: SweepRecord): string | null {
  // ISO 8601 in UTC sorts as text
  return trials.flatMap(({ metadata }) => (metadata ? [metadata.timing.startedAt] : [])).sort()[0] ?? null;
}

/**
 * The log of one model in Inspect's format: every planned trial of it is a sample. `texts` go with `trials`, which are
 * the record's of this model.
 */
export function inspectLog(record: SweepRecord, name: LogName, trials: { trial: TrialRecord; texts: ExportedTexts }[]): InspectLog {
  const { levels, input } = record;
  const model = inspectModel(name.model);
  const byName = new Map(levels.map((level) => [level.name, level]));
  const samples = trials.map(({ trial, texts }) => inspectSample(trial, byName.get(trial.level)!, texts, { id: name.id, model }));
  const own = trials.map(({ trial }) => trial);
  return {
    version: 2,
    status: own.some(isOpen) ? 'started' : 'success',
    eval: evalOf(record, name),
    plan: { name: 'plan', steps: [{ solver: 'generate', params: {} }], config: inspectConfig(record.input.sampling) },
    results: {
      total_samples: own.length,
      completed_samples: own.filter(({ score }) => score !== null && score.earned !== null).length,
      scores: resultScores(levels, own, input.samples),
    },
    stats: statsOf(own, samples, model),
    samples,
  };
}

function evalOf(record: SweepRecord, { model, id, created }: LogName): InspectEval {
  const { sweep, input, levels, versions, scoredAgain, audit } = record;
  const { sampling, qualify } = input;
  return {
    run_id: sweep,
    created,
    task: 'specgen',
    task_id: id,
    task_args: { sweep, contextTokens: sampling.contextTokens, threads: sampling.threads, qualify },
    tags: [sweep],
    dataset: { name: 'specgen', samples: levels.length, sample_ids: levels.map(({ name }) => name) },
    model: inspectModel(model),
    // the seed is the sweep's; each sample's own is in its event
    model_generate_config: inspectConfig(sampling),
    config: { epochs: input.samples, epochs_reducer: ['mean'], fail_on_error: false },
    packages: versions,
    metadata: { sweep, levels: Object.fromEntries(levels.map(({ name, hash }) => [name, hash])), scoredAgain, audit },
    scorers: [wholeTrial, ...kindsOf(levels)].map((name) => ({ name })),
  };
}

function statsOf(trials: TrialRecord[], samples: InspectSample[], model: string): InspectLog['stats'] {
  const times = trials.flatMap(({ metadata }) => (metadata ? [timesOf(metadata)] : []));
  const usage = totalUsage(samples.flatMap((sample) => Object.values(sample.model_usage)));
  return {
    started_at: times.map((time) => time.started_at).sort()[0] ?? '',
    completed_at:
      times
        .map((time) => time.completed_at)
        .sort()
        .at(-1) ?? '',
    model_usage: usage === null ? {} : { [model]: usage },
  };
}
