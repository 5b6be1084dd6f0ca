import { z } from 'zod';
import { StorageError } from '../storage-error.ts';
import { readIfThere } from './read.ts';

/**
 * A stored value, null where the file is missing. Throws, naming the file and what is wrong, where it is not of this
 * format. Synchronous, as reports read tens of thousands.
 */
export function readJson<Value>(file: string, format: z.ZodType<Value>): Value | null {
  const text = readIfThere(file);
  if (text === null) return null;
  const value = parsedOrNone(text);
  const parsed = format.safeParse(value);
  if (parsed.success) return parsed.data;
  const found = value === undefined ? 'not JSON' : z.prettifyError(parsed.error).replaceAll('\n', ' ');
  throw new StorageError(
    `${file} is not as this version of specgen writes it (${found}); it was edited, cut short or written by another version. Nothing was changed`,
    file,
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
