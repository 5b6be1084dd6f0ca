import { glob } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { levelFormat } from '../core/level.ts';
import type { LevelRecord, ScoredAgain } from '../core/report/sweep-record.ts';
import type { IdentifiedModel, ModelIdentity } from '../core/response.ts';
import type { SweepInput } from '../core/sweep-input.ts';
import { steeringFields, sweepInputFormat } from '../core/sweep-input.ts';
import { SweepInputError } from '../core/sweep-input-error.ts';
import type { SweepPlan } from '../core/sweep-plan.ts';
import { createText, writeJson } from '../storage/files/atomic.ts';
import { readJson } from '../storage/files/read-json.ts';
import { StorageError } from '../storage/storage-error.ts';
import { sweepFolder } from '../storage/trials/folders.ts';

const format = z.object({
  format: z.literal(2),
  sweep: z.string(),
  input: sweepInputFormat,
  levels: z.array(
    levelFormat.pick({ title: true, tier: true, points: true }).extend({
      number: z.number(),
      name: z.string(),
      hash: z.string(),
      checks: z.array(levelFormat.shape.checks.element.pick({ id: true, kind: true, points: true, title: true })),
    }),
  ),
  versions: z.record(z.string(), z.string()),
  /** In the order in which they were asked for; identity as of the first contact. */
  models: z.array(z.object({ id: z.string(), identity: z.custom<ModelIdentity>() })),
  scoredAgain: z
    .array(
      z.object({
        at: z.iso.datetime(),
        versions: z.record(z.string(), z.string()),
        levels: z.record(z.string(), z.object({ from: z.string(), to: z.string() })),
        moved: z.number(),
      }),
    )
    .default([]),
});

/** `sweep.json`: all that a sweep's numbers depend on besides the responses. */
export type SweepRecordFile = z.infer<typeof format>;

const fileOf = (output: string, sweep: string): string => path.join(sweepFolder(output, sweep), 'sweep.json');

/** Null where no sweep of that name was ever begun. Throws, naming the file, where it is not what was written. */
export async function readSweepFile(output: string, sweep: string): Promise<SweepRecordFile | null> {
  return readJson(fileOf(output, sweep), format);
}

/** As `readSweepFile`; throws where there is none, naming those that are there. */
export async function mustReadSweepFile(output: string, sweep: string): Promise<SweepRecordFile> {
  const file = await readSweepFile(output, sweep);
  if (file) return file;
  const all = await sweepNames(output);
  const there = all.length === 0 ? 'there is none yet' : `there are: ${all.slice(-20).join(', ')}`;
  throw new StorageError(`there is no sweep "${sweep}" in ${output}; ${there}`, fileOf(output, sweep), 'ENOENT');
}

/** Names of the sweeps that were begun in an output folder, by the alphabet. */
export async function sweepNames(output: string): Promise<string[]> {
  const names: string[] = [];
  for await (const file of glob('*/sweep.json', { cwd: output })) names.push(path.dirname(file));
  return names.sort();
}

const differing = (one: object, other: object): string[] =>
  Object.keys({ ...one, ...other }).filter((key) => !isDeepStrictEqual(one[key as keyof typeof one], other[key as keyof typeof other]));

const hashes = (levels: { name: string; hash: string }[]) => levels.map(({ name, hash }) => [name, hash]);

/** Refuses another input or other levels under the name of a sweep that was begun: one folder holds one sweep. */
export async function mustBeSameSweep(output: string, plan: SweepPlan, input: SweepInput): Promise<void> {
  const stored = await readSweepFile(output, plan.sweep);
  if (!stored) return;
  const changed = [
    ...differing(stored.input, input).filter((field) => !steeringFields.includes(field)),
    ...(isDeepStrictEqual(hashes(stored.levels), hashes(plan.levels)) ? [] : ['the levels themselves']),
  ];
  if (changed.length === 0) return;
  const folder = sweepFolder(output, plan.sweep);
  throw new SweepInputError([
    `${folder} holds another sweep of this name, which differs in ${changed.join(', ')}; choose another name, or move that folder away`,
  ]);
}

/** Begins a sweep's folder; one that was begun with the same input stays, and the sweep goes on from what it holds. */
export async function beginSweepFile(
  output: string,
  plan: SweepPlan,
  input: SweepInput,
  levels: LevelRecord[],
  versions: Record<string, string>,
  models: IdentifiedModel[],
): Promise<void> {
  const begun: SweepRecordFile = { format: 2, sweep: plan.sweep, input, levels, versions, models, scoredAgain: [] };
  const created = await createText(fileOf(output, plan.sweep), `${JSON.stringify(begun, null, 2)}\n`);
  if (!created) await mustBeSameSweep(output, plan, input);
}

/** Adds models to a sweep that runs; one that is there stays as it is. */
export async function addModels(output: string, sweep: string, models: IdentifiedModel[]): Promise<void> {
  const stored = await readSweepFile(output, sweep);
  if (!stored) throw new Error(`${fileOf(output, sweep)} is missing; was it removed while the sweep runs?`);
  const added = models.filter(({ id }) => !stored.models.some((model) => model.id === id));
  if (added.length > 0) await writeJson(fileOf(output, sweep), { ...stored, models: [...stored.models, ...added] });
}

/** Puts the levels and the versions of a new scoring in the place of the old ones. */
export async function noteScoredAgain(output: string, stored: SweepRecordFile, levels: LevelRecord[], note: ScoredAgain): Promise<void> {
  const { versions } = note;
  await writeJson(fileOf(output, stored.sweep), { ...stored, levels, versions, scoredAgain: [...stored.scoredAgain, note] });
}
