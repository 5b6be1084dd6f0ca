import type { SweepRecordFile } from '../activities/sweep-file.ts';
import type { Level } from '../core/level.ts';
import { renderPrompt } from '../core/prompt.ts';
import { readLevel } from '../storage/levels.ts';
import { ownSpecs } from '../storage/places.ts';

/** A level of a sweep as its folder holds it now. */
export interface LevelNow {
  name: string;
  /** Hash that the stored scores were made with. */
  scoredWith: string;
  /** Null where the folder is gone or is no level. */
  level: Level | null;
  /** What a model would be asked now. */
  prompt: string | null;
}

/** The levels of a sweep, by name; from `specs` where they are no longer where the sweep found them. */
export async function levelsNow({ levels, input }: SweepRecordFile, specs: string | undefined): Promise<Map<string, LevelNow>> {
  const found = levels.map(async ({ name, hash }): Promise<LevelNow> => {
    const level = await readLevel(specs ?? input.specs ?? ownSpecs(), name).catch(() => null);
    return { name, scoredWith: hash, level, prompt: level && renderPrompt(level) };
  });
  return new Map((await Promise.all(found)).map((level) => [level.name, level]));
}
