import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Asking } from '../../activities/responses/ask.ts';
import { FolderStore } from '../../storage/folder/folder-store.ts';
import { ResponseStore } from '../../storage/responses/response-store.ts';

/** Responses in a folder that tests may look into. */
export class StoredResponses extends ResponseStore {
  readonly #root: string;

  constructor(root: string) {
    super(new FolderStore(root));
    this.#root = root;
  }

  folder(key: string): string {
    return path.join(this.#root, 'responses', key);
  }
}

/** An empty store that goes with the test. */
export function storeIn(t: { after(work: () => void): void }): StoredResponses {
  const folder = mkdtempSync(path.join(tmpdir(), 'specgen-responses-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return new StoredResponses(folder);
}

/** One attempt with a host of its own. */
export const askingWith = (signal: AbortSignal, allowedUsd: number | null): Asking => ({
  permit: { allowedUsd, last: false },
  position: { bytes: 0, tokens: 0 },
  signal,
  turn: (work) => work(),
});
