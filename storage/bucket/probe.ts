import { randomUUID } from 'node:crypto';
import { StorageError } from '../storage-error.ts';
import type { Objects } from './objects.ts';

const prefix = '.probe/';
const dayMs = 86_400_000;

/**
 * Throws where a second creation of the same object is not refused: on such a server two hosts could pay for one call, and neither
 * would know.
 */
export async function mustDecide(objects: Objects): Promise<void> {
  const key = `${prefix}${randomUUID()}`;
  const place = objects.placeOf('');
  const first = await objects.putNew(key, 'first').catch((error: unknown) => {
    if (error instanceof StorageError) throw error;
    throw new StorageError(`${place}: ${unfit} (${error instanceof Error ? error.message : String(error)})`, place, 'EUNFIT');
  });
  try {
    if (!first || (await objects.putNew(key, 'second'))) throw new StorageError(`${place}: ${unfit}`, place, 'EUNFIT');
  } finally {
    await objects.remove([key]);
  }
}

const unfit =
  'this server does not refuse to create an object that exists (PUT with "If-None-Match: *"), so that two hosts could take the same work and pay for it twice. Use a server that does, e.g. Amazon S3, MinIO or Versity’s gateway, or a shared folder';

/** Those of programs that were killed while they asked. Returns their number. */
export async function removeOldProbes(objects: Objects): Promise<number> {
  const old = (await objects.list(prefix)).filter(({ changed }) => Date.now() - changed > dayMs);
  await objects.remove(old.map(({ key }) => key));
  return old.length;
}
