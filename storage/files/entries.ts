import { readdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { explained, ifThere } from '../storage-error.ts';
import type { Entry } from '../store/store.ts';
import { isTemporary } from './temporary.ts';

const byName = (one: string, other: string): number => (one < other ? -1 : 1);

const read = async (folder: string, recursive: boolean) =>
  (await explained(folder, () => ifThere(() => readdir(folder, { recursive, withFileTypes: true })), 'read')) ?? [];

/** What lies in a folder, sorted by name; nothing where there is no such folder. */
export async function entriesOf(folder: string): Promise<Entry[]> {
  const found = await read(folder, false);
  return found
    .filter(({ name }) => !isTemporary(name))
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((one, other) => byName(one.name, other.name));
}

/** Relative paths, with slashes, of all files below a folder, sorted; files that are being written are not among them. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found = await read(folder, true);
  const files = found.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return files
    .map((file) => file.split(path.sep))
    .filter((parts) => !parts.some(isTemporary))
    .map((parts) => parts.join('/'))
    .sort(byName);
}

/** Removes a folder that is empty, and then the one above it, but never `top`. */
export async function removeEmpty(folder: string, top: string): Promise<void> {
  for (let each = folder; each.startsWith(`${top}${path.sep}`); each = path.dirname(each)) {
    const gone = await rmdir(each).then(
      () => true,
      () => false,
    );
    if (!gone) return;
  }
}
