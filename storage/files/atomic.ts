import { link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { explained } from '../storage-error.ts';
import { ensureFolder, syncFolder } from './folder.ts';
import { temporaryName } from './temporary.ts';

/**
 * Replaces or creates a file so that after any crash there is the old text or the new one, whole; on return it survives
 * a loss of power. Parent folders are created. The package write-file-atomic is not used: on a disk that fills up it
 * moves a shortened file into place without an error (it does not look at how much was written), and it does not sync
 * the folder.
 */
export async function writeText(file: string, text: string): Promise<void> {
  await placed(file, text, (temporary) => rename(temporary, file));
}

/** As `writeText`, as indented JSON. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeText(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** As `writeText`, but only where no such file exists; false, and nothing changed, where one does. Decides between hosts. */
export async function createText(file: string, text: string): Promise<boolean> {
  try {
    await placed(file, text, async (temporary) => {
      await link(temporary, file);
      await rm(temporary);
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function placed(file: string, text: string, place: (temporary: string) => Promise<void>): Promise<void> {
  await explained(file, async () => {
    const temporary = temporaryName(file);
    await ensureFolder(path.dirname(file));
    try {
      await written(temporary, text);
      await place(temporary);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(path.dirname(file));
  });
}

/** `writeFile` goes on after a short write until all is written or the disk says why not. */
async function written(temporary: string, text: string): Promise<void> {
  const handle = await open(temporary, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
