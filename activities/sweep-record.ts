import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import type { Observation } from '../core/answer.ts';
import type { CompileReport } from '../core/grading-reports.ts';
import type { LedgerEntry } from '../core/ledger.ts';
import { type Contradiction, contradictions } from '../core/report/contradictions.ts';
import type { Audit, LevelRecord, SweepRecord, TrialRecord } from '../core/report/sweep-record.ts';
import type { ResponseMetadata } from '../core/response.ts';
import type { Score } from '../core/score.ts';
import type { SweepInput } from '../core/sweep-input.ts';
import { selectLevels } from '../core/sweep-plan.ts';
import { sideBySide } from '../storage/side-by-side.ts';
import { StorageError } from '../storage/storage-error.ts';
import { readJson } from '../storage/store/json.ts';
import type { Store } from '../storage/store/store.ts';
import { sweepKey, trialKey } from '../storage/trials/keys.ts';
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
  private readonly store: Store;
  private readonly errors: StorageError[] = [];

  constructor(store: Store) {
    this.store = store;
  }

  async read<T>(key: string, format: z.ZodType): Promise<T | null> {
    try {
      return (await readJson(this.store, key, format)) as T | null;
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'ESHAPE') throw error;
      this.errors.push(error);
      return null;
    }
  }

  mustBeNone(): void {
    refuse(this.errors.map(({ message, path }) => ({ file: path, message })));
  }
}

/** A report of the rest would leave trials out in silence. */
function refuse(spoilt: { file: string; message: string }[]): void {
  const [first] = spoilt;
  if (!first) return;
  const shown = spoilt.slice(0, 20).map(({ message }) => message);
  const rest = spoilt.length > 20 ? [`… and ${spoilt.length - 20} more`] : [];
  const cure = 'Put them back, or remove the folders of these trials and run the sweep again';
  throw new StorageError([...shown, ...rest, cure].join('\n'), first.file, 'ESHAPE');
}

/** A response that was scored is there for good. Its last byte tells, where it has one. */
async function responseGone(store: Store, trial: TrialName, { score, metadata }: TrialRecord): Promise<Contradiction[]> {
  if (score === null || metadata === null) return [];
  const key = `${trialKey(trial)}/response.md`;
  const end = metadata.responseBytes === 0 ? await store.find(key) : await store.findEnd(key, 1);
  return end === null ? [{ file: 'response.md', what: 'is missing or empty, although it has a score' }] : [];
}

async function trialRecord(trial: TrialName, spoilt: Spoilt): Promise<TrialRecord> {
  const folder = trialKey(trial);
  const file = <T>(name: keyof typeof formats) => spoilt.read<T>(`${folder}/${name}.json`, formats[name]);
  const [metadata, score, extracted, compiled, ledger] = await Promise.all([
    file<ResponseMetadata>('metadata'),
    file<Score>('score'),
    file<{ observations: Observation[] }>('extract'),
    file<CompileReport>('compile'),
    file<LedgerEntry[]>('ledger'),
  ]);
  const trouble = metadata === null ? await file<{ reason: string }>('trouble') : null;
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

/** What lies where trials do, `model/level/sample`, that the sweep did not plan. */
async function straysOf(store: Store, sweep: string, planned: TrialName[]): Promise<string[]> {
  const known = new Set(planned.map(trialKey));
  const top = sweepKey(sweep);
  const foldersOf = async (...parts: string[]) => (await store.entries(parts.join('/'))).filter(({ isFolder }) => isFolder);
  const strays: string[] = [];
  const models = (await foldersOf(top)).filter(({ name }) => !derived.has(name));
  await sideBySide(models, store.worthAtOnce, async (model) => {
    for (const level of await foldersOf(top, model.name)) {
      const folder = [top, model.name, level.name].join('/');
      const samples = (await store.entries(folder)).map((sample) => `${folder}/${sample.name}`);
      strays.push(...samples.filter((sample) => !known.has(sample)));
    }
  });
  return strays.map((stray) => stray.slice(top.length + 1)).sort();
}

export const auditKey = (sweep: string): string => `${sweepKey(sweep)}/audit.json`;

/**
 * Everything that a report is made of, read from the sweep's folder alone. Trials that are planned but missing are in
 * it. Throws, naming each, where files are not as they were written, or cannot be of one trial.
 */
export async function readSweepRecord(store: Store, sweep: string): Promise<SweepRecord> {
  const { record, contradictory } = await readStoredSweep(store, sweep);
  refuse(contradictory.map(({ file, what }) => ({ file, message: `${file} ${what}` })));
  return record;
}

/** As `readSweepRecord`, but tells of files that contradict each other, by their places. */
export async function readStoredSweep(store: Store, sweep: string): Promise<{ record: SweepRecord; contradictory: Contradiction[] }> {
  const file = await mustReadSweepFile(store, sweep);
  const models = file.models.map((model) => model.id);
  const planned = trialNames(sweep, models, file.levels, file.input.samples);
  const spoilt = new Spoilt(store);
  const trials = new Array<TrialRecord>(planned.length);
  const levels = new Map(file.levels.map((level) => [level.name, level]));
  const against = new Array<Contradiction[]>(planned.length);
  await sideBySide([...planned.entries()], store.worthAtOnce, async ([index, trial]) => {
    const found = await trialRecord(trial, spoilt);
    trials[index] = found;
    const said = [...contradictions(found, levels.get(trial.level)!), ...(await responseGone(store, trial, found))];
    against[index] = said.map(({ file, what }) => ({ file: store.placeOf(`${trialKey(trial)}/${file}`), what }));
    // other work of this process goes on between two trials
    await turn();
  });
  const audit = await spoilt.read<Audit>(auditKey(sweep), formats.audit);
  spoilt.mustBeNone();
  const { samples, sampling } = file.input;
  const record = {
    sweep,
    input: { samples, sampling, qualify: qualifyOf(file.input, file.levels) },
    versions: file.versions,
    levels: file.levels,
    models,
    trials,
    strays: await straysOf(store, sweep, planned),
    scoredAgain: file.scoredAgain,
    audit,
  };
  return { record, contradictory: against.flat() };
}
