/** What can be wrong with a store: `unreachable` may end by itself, the others need a person. */
export type StorageTrouble = 'full' | 'denied' | 'missing' | 'unreachable';

/** A fault of a store or of its permissions, not of the harness: it says which place and what to do. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly path: string;
  /** The system's code, e.g. `ENOSPC`. */
  readonly code: string;
  /** null for what is stored and is not as it should be. */
  readonly trouble: StorageTrouble | null;

  constructor(message: string, path: string, code: string, trouble: StorageTrouble | null = null) {
    super(message);
    this.trouble = trouble;
    this.path = path;
    this.code = code;
  }
}

const elsewhere = 'set SPECGEN_OUTPUT to a folder on another disk';

const cures: Record<string, [StorageTrouble | null, string]> = {
  ENOSPC: ['full', `the disk is full. Free some space or ${elsewhere}, then go on: nothing that was whole is lost`],
  EDQUOT: ['full', `the disk quota is used up. Free some space or ${elsewhere}, then go on`],
  EROFS: ['denied', 'the file system is read-only. Mount it writable or set SPECGEN_OUTPUT to another folder'],
  EACCES: ['denied', 'permission is denied. Give this user the right to write there or set SPECGEN_OUTPUT to another folder'],
  EPERM: ['denied', 'the file system does not permit it. Give this user the right to write there or set SPECGEN_OUTPUT to another folder'],
  EIO: [null, 'the disk fails to read or write. Check it before anything else is written there'],
  ESTALE: ['unreachable', 'the shared file system has lost it. It is tried again; is its server up and still mounted here?'],
  ETIMEDOUT: ['unreachable', 'the shared file system does not answer. It is tried again; is its server up?'],
  EHOSTDOWN: ['unreachable', 'the shared file system does not answer. It is tried again; is its server up?'],
  ENOTCONN: ['unreachable', 'the shared file system is not connected. It is tried again; is it still mounted here?'],
  ENOTDIR: [null, 'a file stands where a folder is expected. Move it away'],
  ENAMETOOLONG: [null, 'the path is longer than the file system allows. Choose a shorter name for the sweep or the folder'],
};

/** Runs `work` on `path`; faults of the disk become `StorageError`, all others stay as they are. */
export async function explained<T>(path: string, work: () => Promise<T>, doing: 'write' | 'read' = 'write'): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explanation(path, error, doing);
  }
}

/** As `explained`, for work that ends at once. */
export function explainedSync<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explanation(path, error);
  }
}

function explanation(path: string, error: unknown, doing = 'write'): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [trouble, cure] = cures[code] ?? [];
  return trouble === undefined || cure === undefined
    ? error
    : new StorageError(`Cannot ${doing} ${path}: ${cure} (${code})`, path, code, trouble);
}

/** The work's result, or null where the file or folder does not exist. */
export async function ifThere<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
