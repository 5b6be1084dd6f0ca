import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { IdentifiedModel, ModelIdentity } from '../core/response.ts';
import type { SweepInput } from '../core/sweep-input.ts';
import { steeringFields, sweepInputFormat } from '../core/sweep-input.ts';
import { SweepInputError } from '../core/sweep-input-error.ts';
import type { SweepPlan } from '../core/sweep-plan.ts';
import { createText, writeJson } from '../storage/files/atomic.ts';
import { ifThere } from '../storage/storage-error.ts';
import { sweepFolder } from '../storage/trials/folders.ts';

const format = z.object({
  format: z.literal(1),
  sweep: z.string(),
  input: sweepInputFormat,
  levels: z.array(z.object({ number: z.number(), name: z.string(), hash: z.string(), points: z.number(), promptBytes: z.number() })),
  versions: z.record(z.string(), z.string()),
  /** In the order in which they were asked for; identity as of the first contact. */
  models: z.array(z.object({ id: z.string(), identity: z.custom<ModelIdentity>() })),
});

/** `sweep.json`: all that a sweep's numbers depend on besides the responses. */
export type SweepRecordFile = z.infer<typeof format>;

const fileOf = (output: string, sweep: string): string => path.join(sweepFolder(output, sweep), 'sweep.json');

/** Null where no sweep of that name was ever begun. Throws, naming the file, where it is not what was written. */
export async function readSweepFile(output: string, sweep: string): Promise<SweepRecordFile | null> {
  const file = fileOf(output, sweep);
  const text = await ifThere(() => readFile(file, 'utf8'));
  if (text === null) return null;
  const parsed = format.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} is not a sweep file of this version: ${z.prettifyError(parsed.error)}`);
}

const differing = (one: object, other: object): string[] =>
  Object.keys({ ...one, ...other }).filter((key) => !isDeepStrictEqual(one[key as keyof typeof one], other[key as keyof typeof other]));

/** Refuses another input or other levels under the name of a sweep that was begun: one folder holds one sweep. */
export async function mustBeSameSweep(output: string, plan: SweepPlan, input: SweepInput): Promise<void> {
  const stored = await readSweepFile(output, plan.sweep);
  if (!stored) return;
  const changed = [
    ...differing(stored.input, input).filter((field) => !steeringFields.includes(field)),
    ...(isDeepStrictEqual(stored.levels, plan.levels) ? [] : ['the levels themselves']),
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
  versions: Record<string, string>,
  models: IdentifiedModel[],
): Promise<void> {
  const begun: SweepRecordFile = { format: 1, sweep: plan.sweep, input, levels: plan.levels, versions, models };
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
