/** A fault of the disk or of its permissions, not of the harness: it says which path and what to do. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly path: string;
  /** The system's code, e.g. `ENOSPC`. */
  readonly code: string;

  constructor(message: string, path: string, code: string) {
    super(message);
    this.path = path;
    this.code = code;
  }
}

const cures: Record<string, string> = {
  ENOSPC: 'the disk is full. Free some space or set SPECGEN_OUTPUT to a folder on another disk, then go on: nothing that was whole is lost',
  EDQUOT: 'the disk quota is used up. Free some space or set SPECGEN_OUTPUT to a folder on another disk, then go on',
  EROFS: 'the file system is read-only. Mount it writable or set SPECGEN_OUTPUT to another folder',
  EACCES: 'permission is denied. Give this user the right to write there or set SPECGEN_OUTPUT to another folder',
  EPERM: 'the file system does not permit it. Give this user the right to write there or set SPECGEN_OUTPUT to another folder',
  EIO: 'the disk fails to read or write. Check it before anything else is written there',
  ENOTDIR: 'a file stands where a folder is expected. Move it away',
  ENAMETOOLONG: 'the path is longer than the file system allows. Choose a shorter name for the sweep or the folder',
};

/** Runs `work` on `path`; faults of the disk become `StorageError`, all others stay as they are. */
export async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explanation(path, error);
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

function explanation(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const cure = cures[code];
  return cure ? new StorageError(`Cannot write ${path}: ${cure} (${code})`, path, code) : error;
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
