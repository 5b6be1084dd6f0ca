import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

/**
 * A small file's text, null where it is missing. Read at once: by way of a thread it would cost several times the CPU,
 * and a report reads tens of thousands. Who reads many lets other work have its turn in between.
 */
export function readIfThere(file: string): string | null {
  // most of what is not there is not meant to be, and an error costs far more than the question
  if (!existsSync(file)) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The last bytes of a file, null where it is missing or has fewer. */
export function endIfThere(file: string, bytes: number): string | null {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < bytes) return null;
  const [buffer, handle] = [Buffer.alloc(bytes), openSync(file, 'r')];
  try {
    return readSync(handle, buffer, 0, bytes, size - bytes) === bytes ? buffer.toString() : null;
  } finally {
    closeSync(handle);
  }
}
