import path from 'node:path';
import { FolderStore } from './folder/folder-store.ts';
import type { Store } from './store/store.ts';

const project = path.resolve(import.meta.dirname, '..');

/** Where sweeps keep their results: `SPECGEN_OUTPUT`, else `output/` in the checkout. */
export async function openStore(): Promise<Store> {
  return new FolderStore(process.env.SPECGEN_OUTPUT ?? path.join(project, 'output'));
}

/** specgen's own levels. */
export const ownSpecs = (): string => path.join(project, 'specs');
