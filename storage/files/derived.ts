import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { explainedSync } from '../storage-error.ts';
import { temporaryName } from './temporary.ts';

/**
 * Replaces or creates a file that can be made anew from others, whole or not at all as far as other processes and kills
 * go. It is not forced to the disk: thousands of small files would take minutes, and one that a loss of power spoils
 * must be recognised and made again by whoever makes it. For all that cannot be made again there is `writeText`. The folder
 * must be there.
 */
export function replaceDerived(file: string, text: string): void {
  const temporary = temporaryName(file);
  explainedSync(file, () => {
    try {
      writeFileSync(temporary, text, { flag: 'wx' });
      renameSync(temporary, file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}
