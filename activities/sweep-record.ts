import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import type { Observation } from '../core/answer.ts';
import type { CompileReport } from '../core/grading-reports.ts';
import type { LedgerEntry } from '../core/ledger.ts';
import type { Audit, LevelRecord, SweepRecord, TrialRecord } from '../core/report/sweep-record.ts';
import type { ResponseMetadata } from '../core/response.ts';
import type { Score } from '../core/score.ts';
import type { SweepInput } from '../core/sweep-input.ts';
import { selectLevels } from '../core/sweep-plan.ts';
import { readJson } from '../storage/files/read-json.ts';
import { ifThere, StorageError } from '../storage/storage-error.ts';
import { sweepFolder, trialFolder } from '../storage/trials/folders.ts';
import { modelSlug } from '../storage/trials/model-slug.ts';
import { mustReadSweepFile } from './sweep-file.ts';

/** One planned trial of a sweep. */
export interface TrialName {
  sweep: string;
  model: string;
  /** Folder name of the level. */
  level: string;
  sample: number;
}

/** What a report reads of a trial's files: enough of each to know it for what it is. */
const formats = {
  metadata: z.looseObject({
    model: z.string(),
    identity: z.looseObject({ provider: z.string(), model: z.string() }),
    stopReason: z.string(),
    usage: z.looseObject({}),
    flags: z.array(z.string()),
    promptHash: z.string(),
    responseHash: z.string(),
    timing: z.looseObject({ startedAt: z.string(), totalMs: z.number() }),
    attempts: z.array(z.looseObject({ startedAt: z.string(), ended: z.string() })),
  }),
  score: z.looseObject({
    level: z.string(),
    points: z.number(),
    earned: z.number().nullable(),
    checks: z.array(z.looseObject({ id: z.string(), verdict: z.enum(['pass', 'fail', 'not-scored']), earned: z.number().nullable() })),
  }),
  extract: z.looseObject({ observations: z.array(z.looseObject({ what: z.string() })) }),
  compile: z.looseObject({ key: z.string(), unsandboxed: z.boolean() }),
  trouble: z.looseObject({ reason: z.string() }),
  ledger: z.array(z.looseObject({ number: z.number(), sweep: z.string() })),
  audit: z.looseObject({ at: z.string(), responses: z.number(), problems: z.number() }),
};

/** Reads files and gathers those that are not as they were written. */
class Spoilt {
  private readonly errors: StorageError[] = [];

  read<T>(file: string, format: z.ZodType): T | null {
    try {
      return readJson(file, format) as T | null;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.errors.push(error);
      return null;
    }
  }

  /** A report of the rest would leave trials out in silence. */
  mustBeNone(): void {
    const [first] = this.errors;
    if (!first) return;
    const shown = this.errors.slice(0, 20).map(({ message }) => message);
    const rest = this.errors.length > 20 ? [`… and ${this.errors.length - 20} more`] : [];
    const cure = 'Put them back, or remove the folders of these trials and run the sweep again';
    throw new StorageError([...shown, ...rest, cure].join('\n'), first.path, first.code);
  }
}

function trialRecord(output: string, trial: TrialName, spoilt: Spoilt): TrialRecord {
  const folder = trialFolder(output, trial);
  const file = <T>(name: keyof typeof formats) => spoilt.read<T>(path.join(folder, `${name}.json`), formats[name]);
  const metadata = file<ResponseMetadata>('metadata');
  const score = file<Score>('score');
  const extracted = file<{ observations: Observation[] }>('extract');
  const compiled = file<CompileReport>('compile');
  const trouble = metadata === null ? file<{ reason: string }>('trouble') : null;
  const ledger = file<LedgerEntry[]>('ledger');
  const { model, level, sample } = trial;
  return {
    model,
    level,
    sample,
    metadata,
    score,
    observations: extracted?.observations ?? [],
    unsandboxed: compiled?.unsandboxed ?? false,
    ...(compiled && { buildKey: compiled.key }),
    ledger: ledger ?? [],
    ...(trouble && { trouble: trouble.reason }),
  };
}

function qualifyOf(input: SweepInput, levels: LevelRecord[]): SweepRecord['input']['qualify'] {
  if (!input.qualify) return null;
  return { levels: selectLevels(input.qualify.levels, levels).map((level) => level.name), percent: input.qualify.percent };
}

/** Every planned trial, model by model, level by level. */
export function trialNames(sweep: string, models: string[], levels: { name: string }[], samples: number): TrialName[] {
  const numbers = Array.from({ length: samples }, (_, index) => index + 1);
  return models.flatMap((model) => levels.flatMap((level) => numbers.map((sample) => ({ sweep, model, level: level.name, sample }))));
}

/** Folders of a sweep that are made from its trials. */
const derived = new Set(['report', 'export']);

/** Folders where trials lie, `model/level/sample`, that the sweep did not plan. */
async function straysOf(output: string, sweep: string, planned: TrialName[]): Promise<string[]> {
  const folder = sweepFolder(output, sweep);
  const known = new Set(planned.map(({ model, level, sample }) => path.join(modelSlug(model), level, String(sample))));
  const within = async (...parts: string[]) => (await ifThere(() => readdir(path.join(folder, ...parts), { withFileTypes: true }))) ?? [];
  const strays: string[] = [];
  for (const model of await within()) {
    if (!model.isDirectory() || derived.has(model.name)) continue;
    for (const level of await within(model.name)) {
      if (!level.isDirectory()) continue;
      const samples = (await within(model.name, level.name)).map((sample) => path.join(model.name, level.name, sample.name));
      strays.push(...samples.filter((sample) => !known.has(sample)));
    }
  }
  return strays.sort();
}

export const auditFile = (output: string, sweep: string): string => path.join(sweepFolder(output, sweep), 'audit.json');

/**
 * Everything that a report is made of, read from the sweep's folder alone. Trials that are planned but missing are in
 * it. Throws, naming each, where files are not as they were written.
 */
export async function readSweepRecord(output: string, sweep: string): Promise<SweepRecord> {
  const file = await mustReadSweepFile(output, sweep);
  const models = file.models.map((model) => model.id);
  const planned = trialNames(sweep, models, file.levels, file.input.samples);
  const spoilt = new Spoilt();
  const trials: TrialRecord[] = [];
  for (const trial of planned) {
    trials.push(trialRecord(output, trial, spoilt));
    // other work of this process goes on between two trials
    await turn();
  }
  const audit = spoilt.read<Audit>(auditFile(output, sweep), formats.audit);
  spoilt.mustBeNone();
  const { samples, sampling } = file.input;
  return {
    sweep,
    input: { samples, sampling, qualify: qualifyOf(file.input, file.levels) },
    versions: file.versions,
    levels: file.levels,
    models,
    trials,
    strays: await straysOf(output, sweep, planned),
    scoredAgain: file.scoredAgain,
    audit,
  };
}
