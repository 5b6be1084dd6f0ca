import path from 'node:path';
import type { Level } from '../core/level.ts';
import type { PlannedLevel } from '../core/sweep-plan.ts';
import { readLevel } from '../storage/levels.ts';

/** The level that a sweep was planned with; texts are kept by hash, since every step of a trial asks for them. */
export class LevelShelf {
  private readonly ownSpecs: string;
  private readonly levels = new Map<string, Level>();

  constructor(ownSpecs: string) {
    this.ownSpecs = ownSpecs;
  }

  folder(specs: string | null): string {
    return specs ?? this.ownSpecs;
  }

  levelFolder(level: PlannedLevel, specs: string | null): string {
    return path.join(this.folder(specs), level.name);
  }

  /** Throws when the folder no longer holds what the sweep was planned with: one sweep, one version of each level. */
  async get(planned: PlannedLevel, specs: string | null): Promise<Level> {
    const known = this.levels.get(planned.hash);
    if (known) return known;
    const level = await readLevel(this.folder(specs), planned.name);
    if (level.hash !== planned.hash) {
      throw new Error(
        `level ${planned.name} was changed after this sweep began (expected hash ${planned.hash.slice(0, 12)}, found ${level.hash.slice(0, 12)}); put the old one back, or start a sweep under another name`,
      );
    }
    this.levels.set(level.hash, level);
    return level;
  }
}
