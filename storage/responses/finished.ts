import { createHash } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ResponseMetadata } from '../../core/response.ts';
import { writeJson, writeText } from '../files/atomic.ts';
import { syncFolder } from '../files/folder.ts';
import { temporaryName } from '../files/temporary.ts';
import { explained, ifThere, StorageError } from '../storage-error.ts';

/** A whole response. `reasoning` is empty where the model showed none. */
export interface StoredResponse {
  text: string;
  reasoning: string;
  metadata: ResponseMetadata;
}

const finished = (folder: string): string => path.join(folder, 'finished');

/** sha256 (hex) of a text's UTF-8 bytes. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads a finished response; null where there is none. */
export async function readFinished(folder: string): Promise<StoredResponse | null> {
  const file = (name: string) => ifThere(() => readFile(path.join(finished(folder), name), 'utf8'));
  const [text, reasoning, metadata] = await Promise.all([file('response.md'), file('reasoning.md'), file('metadata.json')]);
  if (text === null || metadata === null) return null;
  const parsed = JSON.parse(metadata) as ResponseMetadata;
  if (parsed.responseHash !== hashOf(text)) throw changed(path.join(finished(folder), 'response.md'));
  return { text, reasoning: reasoning ?? '', metadata: parsed };
}

/**
 * Puts a finished response in its place by renaming a whole folder, which fails where another stands: of two writers
 * the first wins, and no reader sees half of one.
 */
export async function placeFinished(folder: string, { text, reasoning, metadata }: StoredResponse): Promise<void> {
  const temporary = temporaryName(finished(folder));
  try {
    // side by side, since each waits for the disk
    await Promise.all([
      writeText(path.join(temporary, 'response.md'), text),
      ...(reasoning ? [writeText(path.join(temporary, 'reasoning.md'), reasoning)] : []),
      writeJson(path.join(temporary, 'metadata.json'), metadata),
    ]);
    await explained(finished(folder), () => rename(temporary, finished(folder)).catch(unlessBeaten));
  } finally {
    // after the renaming there is none; before it, a full disk must not keep half of one
    await rm(temporary, { recursive: true, force: true });
  }
  await syncFolder(folder);
}

function unlessBeaten(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}

function changed(file: string): StorageError {
  const message = `${file} is not the text that its metadata.json was written for (another hash): it was changed afterwards. Put it back, or remove the folder to have the model asked again`;
  return new StorageError(message, file, 'EHASH');
}
