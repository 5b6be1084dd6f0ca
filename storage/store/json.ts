import { z } from 'zod';
import { StorageError } from '../storage-error.ts';
import type { Store } from './store.ts';

/** As values are stored: indented, with a line end. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A stored value, null where there is none. Throws, naming the place and what is wrong, where it is not of this format. */
export async function readJson<Value>(store: Store, key: string, format: z.ZodType<Value>): Promise<Value | null> {
  const text = await store.find(key);
  if (text === null) return null;
  const value = parsedOrNone(text);
  const parsed = format.safeParse(value);
  if (parsed.success) return parsed.data;
  const found = value === undefined ? 'not JSON' : z.prettifyError(parsed.error).replaceAll('\n', ' ');
  const place = store.placeOf(key);
  throw new StorageError(
    `${place} is not as this version of specgen writes it (${found}); it was edited, cut short or written by another version. Nothing was changed`,
    place,
    'ESHAPE',
  );
}

function parsedOrNone(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
