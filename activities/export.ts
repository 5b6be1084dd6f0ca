import { createHash } from 'node:crypto';
import { createdAt, inspectLog, type LogName } from '../core/export/inspect/log.ts';
import type { ExportedTexts } from '../core/export/inspect/sample.ts';
import { checkTable, trialTable } from '../core/export/tables.ts';
import type { SweepRecord, TrialRecord } from '../core/report/sweep-record.ts';
import type { Store } from '../storage/store/store.ts';
import { modelSlug } from '../storage/trials/model-slug.ts';
import { TrialFiles } from './trial-files.ts';

/** Where an export goes: the store of the results, or a folder elsewhere. */
export interface Target {
  store: Store;
  prefix: string;
}

/**
 * Writes one log of Inspect's format for each model, and removes earlier logs of the same model of the same sweep. The
 * texts of one model at a time are held. Returns their places; throws for a sweep without any response.
 */
export async function writeInspectLogs(results: Store, record: SweepRecord, target: Target): Promise<string[]> {
  const created = createdAt(record);
  if (created === null) {
    throw new Error(
      `a log of Inspect begins with the time of the first response, and ${record.sweep} has none yet; wait for one, then export`,
    );
  }
  const files: string[] = [];
  for (const model of record.models) {
    const name = { model, created, id: logId(record.sweep, model) };
    const trials: { trial: TrialRecord; texts: ExportedTexts }[] = [];
    for (const trial of record.trials)
      if (trial.model === model) trials.push({ trial, texts: await textsOf(results, record.sweep, trial) });
    files.push(await put(target, logFile(name), `${JSON.stringify(inspectLog(record, name, trials))}\n`));
    await removeEarlier(target, name.id, logFile(name));
  }
  return files;
}

/** Writes `trials.csv` and `checks.csv`. Returns their places. */
export async function writeTables(record: SweepRecord, target: Target): Promise<string[]> {
  return [await put(target, 'trials.csv', trialTable(record)), await put(target, 'checks.csv', checkTable(record))];
}

const keyOf = ({ prefix }: Target, name: string): string => (prefix === '' ? name : `${prefix}/${name}`);

async function put(target: Target, name: string, text: string): Promise<string> {
  await target.store.write(keyOf(target, name), text);
  return target.store.placeOf(keyOf(target, name));
}

const logId = (sweep: string, model: string): string => createHash('sha256').update(`${sweep}/${model}`).digest('hex').slice(0, 22);

/**
 * `<time>_<task>_<model>_<id>.json`: Inspect lists JSON files of such names only, and reads task and id between the
 * underscores (`log_file_pattern` and `_try_parse_filename` in `inspect_ai/log/_file.py`).
 */
function logFile({ created, model, id }: LogName): string {
  const time = created.replace(/\.\d+/, '').replace('Z', '+00:00').replaceAll(':', '-');
  return `${time}_specgen_${modelSlug(model).replaceAll('_', '-')}_${id}.json`;
}

/** A sweep that has gone on may begin earlier than it did, by a response that another sweep had got. */
async function removeEarlier(target: Target, id: string, kept: string): Promise<void> {
  const old = (await target.store.entries(target.prefix)).filter(({ name }) => name.endsWith(`_${id}.json`) && name !== kept);
  await target.store.remove(old.map(({ name }) => keyOf(target, name)));
}

/** Throws where a response is known but its text is gone. */
async function textsOf(store: Store, sweep: string, trial: TrialRecord): Promise<ExportedTexts> {
  const { model, level, sample, metadata } = trial;
  const files = new TrialFiles(store, { sweep, model: { id: model }, level: { name: level }, sample });
  if (metadata === null) return { prompt: await files.find('prompt.md'), response: null, reasoning: null };
  return { prompt: await files.read('prompt.md'), response: await files.read('response.md'), reasoning: await files.find('reasoning.md') };
}
