import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** sha256 (hex) over values; their JSON keeps borders apart. */
export function contentHash(...values: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}

/** sha256 (hex) over names and bytes of the files below a folder that `keep` accepts; independent of listing order. */
export async function folderHash(folder: string, keep: (file: string) => boolean): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  const kept = files.filter(keep).sort();
  const digests = await Promise.all(kept.map(async (file) => [file, contentHash(await readFile(path.join(folder, file), 'latin1'))]));
  return contentHash(digests);
}
