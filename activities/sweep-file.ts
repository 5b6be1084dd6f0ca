import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { levelFormat } from '../core/level.ts';
import { didYouMean } from '../core/near-miss.ts';
import type { LevelRecord, ScoredAgain } from '../core/report/sweep-record.ts';
import type { IdentifiedModel, ModelIdentity } from '../core/response.ts';
import type { SweepInput } from '../core/sweep-input.ts';
import { steeringFields, sweepInputFormat } from '../core/sweep-input.ts';
import { SweepInputError } from '../core/sweep-input-error.ts';
import type { SweepPlan } from '../core/sweep-plan.ts';
import { StorageError } from '../storage/storage-error.ts';
import { jsonText, readJson } from '../storage/store/json.ts';
import type { Store } from '../storage/store/store.ts';
import { sweepKey } from '../storage/trials/keys.ts';

const formatNumber = 2;

const format = z.object({
  format: z.literal(formatNumber),
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

const fileOf = (sweep: string): string => `${sweepKey(sweep)}/sweep.json`;

/** Null where no sweep of that name was ever begun. Throws, naming the file, where it is not what was written. */
export async function readSweepFile(store: Store, sweep: string): Promise<SweepRecordFile | null> {
  const file = fileOf(sweep);
  const numbered = await readJson(store, file, z.looseObject({ format: z.number().default(formatNumber) }));
  mustBeOfThisFormat(store.placeOf(file), numbered?.format);
  return await readJson(store, file, format);
}

/** A folder of another version is refused by name: it is not edited, and nothing is wrong with it. */
function mustBeOfThisFormat(file: string, found: number = formatNumber): void {
  if (found === formatNumber) return;
  const cure =
    found > formatNumber
      ? 'a newer version of specgen wrote it: read it with that one'
      : 'an older version of specgen wrote it: read it with that one, or run the sweep anew under another name, which asks for no response again that is stored';
  throw new StorageError(`${file} is of format ${found}; expected ${formatNumber}: ${cure}. Nothing was changed`, file, 'EFORMAT');
}

/** As `readSweepFile`; throws where there is none, naming those that are there. */
export async function mustReadSweepFile(store: Store, sweep: string): Promise<SweepRecordFile> {
  const file = await readSweepFile(store, sweep);
  if (file) return file;
  const all = await sweepNames(store);
  const there = all.length === 0 ? 'there is none yet' : `there are: ${all.slice(-20).join(', ')}`;
  throw new StorageError(
    `there is no sweep "${sweep}" in ${store.place}; ${there}${didYouMean(sweep, all)}`,
    store.placeOf(fileOf(sweep)),
    'ENOENT',
  );
}

/** Names of the sweeps that were begun in a store, by the alphabet. */
export async function sweepNames(store: Store): Promise<string[]> {
  const names: string[] = [];
  for (const { name, isFolder } of await store.entries('')) {
    if (isFolder && (await store.find(`${name}/sweep.json`)) !== null) names.push(name);
  }
  return names;
}

const differing = (one: object, other: object): string[] =>
  Object.keys({ ...one, ...other }).filter((key) => !isDeepStrictEqual(one[key as keyof typeof one], other[key as keyof typeof other]));

const hashes = (levels: { name: string; hash: string }[]) => levels.map(({ name, hash }) => [name, hash]);

/** Refuses another input or other levels under the name of a sweep that was begun: one folder holds one sweep. */
export async function mustBeSameSweep(store: Store, plan: SweepPlan, input: SweepInput): Promise<void> {
  const stored = await readSweepFile(store, plan.sweep);
  if (!stored) return;
  const changed = [
    ...differing(stored.input, input).filter((field) => !steeringFields.includes(field)),
    ...(isDeepStrictEqual(hashes(stored.levels), hashes(plan.levels)) ? [] : ['the levels themselves']),
  ];
  if (changed.length === 0) return;
  const folder = store.placeOf(sweepKey(plan.sweep));
  throw new SweepInputError([
    `${folder} holds another sweep of this name, which differs in ${changed.join(', ')}; choose another name, or move that folder away`,
  ]);
}

/** Begins a sweep's folder; one that was begun with the same input stays, and the sweep goes on from what it holds. */
export async function beginSweepFile(
  store: Store,
  plan: SweepPlan,
  input: SweepInput,
  levels: LevelRecord[],
  versions: Record<string, string>,
  models: IdentifiedModel[],
): Promise<void> {
  const begun: SweepRecordFile = { format: formatNumber, sweep: plan.sweep, input, levels, versions, models, scoredAgain: [] };
  const created = await store.create(fileOf(plan.sweep), jsonText(begun));
  if (!created) await mustBeSameSweep(store, plan, input);
}

/** Adds models to a sweep that runs; one that is there stays as it is. */
export async function addModels(store: Store, sweep: string, models: IdentifiedModel[]): Promise<void> {
  const stored = await readSweepFile(store, sweep);
  if (!stored) throw new Error(`${store.placeOf(fileOf(sweep))} is missing; was it removed while the sweep runs?`);
  const added = models.filter(({ id }) => !stored.models.some((model) => model.id === id));
  if (added.length > 0) await store.write(fileOf(sweep), jsonText({ ...stored, models: [...stored.models, ...added] }));
}

/** Puts the levels and the versions of a new scoring in the place of the old ones. */
export async function noteScoredAgain(store: Store, stored: SweepRecordFile, levels: LevelRecord[], note: ScoredAgain): Promise<void> {
  const { versions } = note;
  const scoredAgain = [...stored.scoredAgain, note];
  await store.write(fileOf(stored.sweep), jsonText({ ...stored, levels, versions, scoredAgain }));
}
