import { createHash } from 'node:crypto';
import type { ResponseMetadata } from '../../core/response.ts';
import { StorageError } from '../storage-error.ts';
import { jsonText } from '../store/json.ts';
import type { Store } from '../store/store.ts';

/** A whole response. `reasoning` is empty where the model showed none. */
export interface StoredResponse {
  text: string;
  reasoning: string;
  metadata: ResponseMetadata;
}

/** sha256 (hex) of a text's UTF-8 bytes. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads a finished response; null where there is none. `key` is where `placeFinished` put it. */
export async function readFinished(store: Store, key: string): Promise<StoredResponse | null> {
  const found = await store.findTogether(key, ['response.md', 'reasoning.md', 'metadata.json']);
  const { 'response.md': text, 'reasoning.md': reasoning, 'metadata.json': metadata } = found;
  if (text === null || metadata === null) return null;
  const parsed = JSON.parse(metadata) as ResponseMetadata;
  if (parsed.responseHash !== hashOf(text)) throw changed(store.placeOf(`${key}/response.md`));
  return { text, reasoning: reasoning ?? '', metadata: parsed };
}

/** Puts a finished response in its place, whole; of two writers the first wins. */
export async function placeFinished(store: Store, key: string, { text, reasoning, metadata }: StoredResponse): Promise<void> {
  const texts = new Map([['response.md', text], ...(reasoning ? [['reasoning.md', reasoning] as const] : [])]);
  await store.createTogether(key, texts.set('metadata.json', jsonText(metadata)));
}

function changed(place: string): StorageError {
  const message = `${place} is not the text that its metadata.json was written for (another hash): it was changed afterwards. Put it back, or remove what is beside it, too, to have the model asked again`;
  return new StorageError(message, place, 'EHASH');
}
