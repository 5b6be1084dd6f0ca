import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SourceFile } from '../core/level.ts';
import { readFiles } from './levels.ts';
import { ifThere } from './storage-error.ts';

/** A folder's Go files and its prose: what a reference or an alternative consists of; null where there is none. */
export async function readWrittenAnswer(folder: string): Promise<{ files: SourceFile[]; prose: string } | null> {
  const all = await readFiles(folder);
  if (all.length === 0) return null;
  const prose = all.find((file) => file.path === 'prose.md')?.content ?? '';
  return { files: all.filter((file) => file.path !== 'prose.md'), prose };
}

/** Text of a calibration response, null where there is none of that name. */
export const readCalibration = (levelFolder: string, name: string): Promise<string | null> =>
  ifThere(() => readFile(path.join(levelFolder, 'calibration', name, 'response.md'), 'utf8'));
