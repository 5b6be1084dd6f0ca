import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { explainedSync } from '../storage-error.ts';
import { temporaryName } from './temporary.ts';

/**
 * Replaces or creates a file that can be made anew from others, whole or not at all as far as other processes and kills
 * go. It is not forced to the disk: thousands of small files would take minutes, and one that a loss of power spoils
 * must be recognised and made again by whoever makes it. For all that cannot be made again there is `writeText`.
 */
export function replaceDerived(file: string, text: string): void {
  const temporary = temporaryName(file);
  explainedSync(file, () => {
    try {
      written(temporary, text);
      renameSync(temporary, file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** Of thousands of files all but the first of a folder find it there, and asking each time would cost as much as writing. */
function written(temporary: string, text: string): void {
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    mkdirSync(path.dirname(temporary), { recursive: true });
    writeFileSync(temporary, text, { flag: 'wx' });
  }
}
