import path from 'node:path';
import type { LevelFolder } from '../core/level-folder.ts';
import { renderResponse } from '../core/prompt.ts';
import { ProviderError } from '../providers/provider-error.ts';
import { readLevelFolder } from '../storage/level-folders.ts';

/** The response that a built-in model gives to a level; undefined where the level has none. */
function find({ level, reference, alternatives, calibration }: LevelFolder, model: string): string | undefined {
  if (model === 'empty') return '';
  if (model === 'unchanged') return level.given.length === 0 ? '' : renderResponse(level.given, '');
  if (model.startsWith('calibration/')) return calibration.find(({ name }) => `calibration/${name}` === model)?.response;
  const written = [reference, ...alternatives].find(({ name }) => name === model.replace('alternative-', 'alternatives/'));
  return written && renderResponse(written.files, written.prose);
}

/** What `builtin` plays; a level without such an answer cannot be scored for this model. */
export async function builtinAnswer(model: string, levelFolder: string): Promise<string> {
  const level = path.basename(levelFolder);
  const response = find(await readLevelFolder(path.dirname(levelFolder), level), model);
  if (response !== undefined) return response;
  throw new ProviderError(`builtin:${model}: level ${level} has no such answer`, { action: 'pause', cause: 'no-answer' });
}
