import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Observation } from '../core/answer.ts';
import type { CompileReport } from '../core/grading-reports.ts';
import type { LedgerEntry } from '../core/ledger.ts';
import type { Level } from '../core/level.ts';
import type { LevelRecord, SweepRecord, TrialRecord } from '../core/report/sweep-record.ts';
import type { ResponseMetadata } from '../core/response.ts';
import type { Score } from '../core/score.ts';
import type { SweepInput } from '../core/sweep-input.ts';
import { selectLevels } from '../core/sweep-plan.ts';
import { readIfThere } from '../storage/files/read.ts';
import { trialFolder } from '../storage/trials/folders.ts';
import type { LevelShelf } from './level-shelf.ts';
import { readSweepFile } from './sweep-file.ts';

const levelRecord = ({ name, number, title, tier, points, hash, checks }: Level): LevelRecord => ({
  name,
  number,
  title,
  tier,
  points,
  hash,
  checks: checks.map(({ id, kind, points: worth, title: called }) => ({ id, kind, points: worth, title: called })),
});

/** A stored file, null where it is missing. Throws, naming it, where it is not JSON: a report leaves nothing out in silence. */
function stored<T>(folder: string, name: string): T | null {
  const text = readIfThere(path.join(folder, name));
  try {
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    throw new Error(
      `${path.join(folder, name)} is not JSON; was it edited? Put it back, or remove the trial's folder and run the sweep again`,
    );
  }
}

function trialRecord(output: string, trial: { sweep: string; model: string; level: string; sample: number }): TrialRecord {
  const folder = trialFolder(output, trial);
  const metadata = stored<ResponseMetadata>(folder, 'metadata.json');
  const score = stored<Score>(folder, 'score.json');
  const extracted = stored<{ observations: Observation[] }>(folder, 'extract.json');
  const compiled = stored<CompileReport>(folder, 'compile.json');
  const trouble = stored<{ reason: string }>(folder, 'trouble.json');
  const ledger = stored<LedgerEntry[]>(folder, 'ledger.json');
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
    ...(trouble && !metadata && { trouble: trouble.reason }),
  };
}

function qualifyOf(input: SweepInput, levels: Level[]): SweepRecord['input']['qualify'] {
  if (!input.qualify) return null;
  return { levels: selectLevels(input.qualify.levels, levels).map((level) => level.name), percent: input.qualify.percent };
}

/** Everything that a report is made of, read from the sweep's folder. Trials that are planned but missing are in it. */
export async function readSweepRecord(output: string, shelf: LevelShelf, sweep: string): Promise<SweepRecord> {
  const file = await readSweepFile(output, sweep);
  if (!file) throw new Error(`there is no sweep ${sweep} in ${output}`);
  const levels = await Promise.all(file.levels.map((level) => shelf.get(level, file.input.specs ?? null)));
  const models = file.models.map((model) => model.id);
  const planned = models.flatMap((model) =>
    levels.flatMap((level) =>
      Array.from({ length: file.input.samples }, (_, index) => ({ sweep, model, level: level.name, sample: index + 1 })),
    ),
  );
  const trials: TrialRecord[] = [];
  for (const trial of planned) {
    trials.push(trialRecord(output, trial));
    // other work of this process goes on between two trials
    await turn();
  }
  const { samples, sampling } = file.input;
  return {
    sweep,
    input: { samples, sampling, qualify: qualifyOf(file.input, levels) },
    versions: file.versions,
    levels: levels.map(levelRecord),
    models,
    trials,
  };
}
