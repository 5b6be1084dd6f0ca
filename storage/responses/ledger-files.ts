import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { LedgerEntry, LedgerIntent, LedgerOutcome } from '../../core/ledger.ts';
import { createText } from '../files/atomic.ts';
import { ifThere } from '../storage-error.ts';

const count = z.number().nullable();
const intent = z.object({
  number: z.number(),
  sweep: z.string(),
  model: z.string(),
  startedAt: z.string(),
  boundUsd: count,
});
const outcome = z.object({
  endedAt: z.string(),
  ended: z.string(),
  requestIds: z.array(z.string()),
  inputTokens: count,
  outputTokens: count,
  costUsd: count,
});

const intentName = /^paid-(\d+)\.json$/;
const outcomeFile = (number: number): string => `paid-${number}-outcome.json`;
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * The ledger of a response, in its folder: `paid-N.json` before the N-th request to a paid API, `paid-N-outcome.json`
 * after it. Files are created once and never changed, so that several hosts can keep one ledger. `last` is the newest number that
 * is known; one that another host has taken meanwhile is passed over.
 */
export async function noteIntent(folder: string, about: Omit<LedgerIntent, 'number'>, last: number): Promise<LedgerIntent> {
  for (let number = last + 1; ; number += 1) {
    const noted = { number, ...about };
    if (await createText(path.join(folder, `paid-${number}.json`), json(noted))) return noted;
  }
}

/** Of two outcomes for one request the first stands. */
export async function noteOutcome(folder: string, { number }: LedgerIntent, noted: LedgerOutcome): Promise<void> {
  await createText(path.join(folder, outcomeFile(number)), json(noted));
}

/** Every paid request for a response, oldest first. Throws, naming the file, where one is not what was written. */
export async function ledgerOf(folder: string): Promise<LedgerEntry[]> {
  const names = (await ifThere(() => readdir(folder))) ?? [];
  const numbers = names.map((name) => Number(intentName.exec(name)?.[1] ?? 0)).filter((number) => number > 0);
  const entries = numbers.map(async (number) => {
    const begun = await read(path.join(folder, `paid-${number}.json`), intent);
    return begun && { ...begun, outcome: await read(path.join(folder, outcomeFile(number)), outcome) };
  });
  return (await Promise.all(entries)).filter((entry) => entry !== null).toSorted((one, other) => one.number - other.number);
}

async function read<T>(file: string, format: z.ZodType<T>): Promise<T | null> {
  const text = await ifThere(() => readFile(file, 'utf8'));
  if (text === null) return null;
  try {
    return format.parse(JSON.parse(text));
  } catch {
    throw new Error(`${file} is not an entry of a ledger; was it edited? Put it back: it tells what was paid`);
  }
}
