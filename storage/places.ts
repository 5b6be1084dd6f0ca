import path from 'node:path';
import { isBucketAddress, readBucketAddress } from './bucket/address.ts';
import { FolderStore } from './folder/folder-store.ts';
import type { Store } from './store/store.ts';

const project = path.resolve(import.meta.dirname, '..');

/** Where sweeps keep their results: `SPECGEN_OUTPUT`, a folder or `s3://bucket/prefix`, else `output/` in the checkout. */
export async function openStore(): Promise<Store> {
  const place = process.env.SPECGEN_OUTPUT ?? path.join(project, 'output');
  if (!isBucketAddress(place)) return new FolderStore(place);
  const address = readBucketAddress(place);
  // loaded where it is used only: it takes a quarter of a second
  const { openBucket } = await import('./bucket/open-bucket.ts');
  return openBucket(address);
}

/** specgen's own levels. */
export const ownSpecs = (): string => path.join(project, 'specs');
