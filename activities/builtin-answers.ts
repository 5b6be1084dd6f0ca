import path from 'node:path';
import { renderResponse } from '../core/prompt.ts';
import { ProviderError } from '../providers/provider-error.ts';
import { readCalibration, readWrittenAnswer } from '../storage/builtin-responses.ts';
import { readFiles } from '../storage/levels.ts';

/** The response that a built-in model gives to a level, from the level's own folder; null where it has none. */
async function find(levelFolder: string, model: string): Promise<string | null> {
  if (model === 'empty') return '';
  if (model === 'unchanged') return renderResponse(await readFiles(path.join(levelFolder, 'given')), '');
  if (model.startsWith('calibration/')) return await readCalibration(levelFolder, model.slice('calibration/'.length));
  const folder = model === 'reference' ? 'reference' : model.replace('alternative-', 'alternatives/');
  const written = await readWrittenAnswer(path.join(levelFolder, folder));
  return written && renderResponse(written.files, written.prose);
}

/** What `builtin` plays; a level without such an answer pauses the model with the reason. */
export async function builtinAnswer(specs: string, level: string, model: string): Promise<string> {
  const response = await find(path.join(specs, level), model);
  if (response !== null) return response;
  throw new ProviderError(`builtin:${model}: level ${level} has no such answer`, { action: 'pause', cause: 'missing-model' });
}
