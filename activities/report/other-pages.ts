import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Removes pages of trials that the sweep does not have (any more), and folders that are empty then. */
export function removeOtherPages(folder: string, places: ReadonlySet<string>): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const here = (entry: (typeof entries)[number]) => path.relative(folder, path.join(entry.parentPath, entry.name));
  const strangers = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.html') && !places.has(here(entry)));
  for (const stranger of strangers) {
    rmSync(path.join(folder, here(stranger)), { force: true });
    removeEmpty(stranger.parentPath, folder);
  }
}

function removeEmpty(folder: string, top: string): void {
  if (folder === top || readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  removeEmpty(path.dirname(folder), top);
}
