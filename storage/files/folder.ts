import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';

/** Makes names within a folder (created, renamed, removed) survive a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a folder and what is missing above it, durably. */
export async function ensureFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true }).catch(blocked);
  if (first === undefined) return;
  const top = path.dirname(path.resolve(first));
  for (let each = path.dirname(path.resolve(folder)); each.length >= top.length; each = path.dirname(each)) {
    await syncFolder(each);
    if (each === top) return;
  }
}

/** `mkdir` calls a file in the way "existing"; for callers that create files this would be another matter. */
function blocked(error: NodeJS.ErrnoException): never {
  if (error.code === 'EEXIST') error.code = 'ENOTDIR';
  throw error;
}
