import { renderPrompt } from '../core/prompt.ts';
import { SweepInputError } from '../core/sweep-input-error.ts';
import type { PlannedLevel } from '../core/sweep-plan.ts';
import { ollamaAddress } from '../providers/ollama/address.ts';
import { readLevels } from '../storage/levels.ts';

/** Where models of `ollama` without an endpoint of their own are asked. */
export const ollamaHost = (): string => ollamaAddress({ name: 'ollama', provider: 'ollama' });

/** What a plan is made from. Throws a SweepInputError where the folder has no levels. */
export async function existingLevels(specs: string): Promise<PlannedLevel[]> {
  const levels = await readLevels(specs).catch((error: Error) => {
    throw new SweepInputError([`"specs": no levels can be read from ${specs}: ${error.message}`]);
  });
  return levels.map((level) => {
    const { number, name, hash, points } = level;
    return { number, name, hash, points, promptBytes: Buffer.byteLength(renderPrompt(level)) };
  });
}
