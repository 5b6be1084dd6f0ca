import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Asking } from '../../activities/responses/ask.ts';
import { ResponseStore } from '../../storage/responses/response-store.ts';

/** An empty store that goes with the test. */
export function storeIn(t: { after(work: () => void): void }): ResponseStore {
  const folder = mkdtempSync(path.join(tmpdir(), 'specgen-responses-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return new ResponseStore(folder);
}

/** One attempt with a host of its own. */
export const askingWith = (signal: AbortSignal, allowedUsd: number | null): Asking => ({
  permit: { allowedUsd, last: false },
  position: { bytes: 0, tokens: 0 },
  signal,
  turn: (work) => work(),
});
