import { createHash } from 'node:crypto';
import { execa } from 'execa';
import type { Level } from '../core/level.ts';
import { readLevels } from '../storage/levels.ts';
import { ownSpecs } from '../storage/places.ts';
import { versions } from '../workers/versions.ts';

/** One hash over the hashes of all levels: equal where every task and every hidden test is. */
export function collectionHash(levels: Level[]): string {
  const all = levels.map(({ name, hash }) => `${name} ${hash}\n`).join('');
  return createHash('sha256').update(all).digest('hex');
}

/** What the Temporal CLI says of itself and the server that it brings, e.g. "1.9.1 (Server 1.32.0, UI 2.54.1)". */
export async function temporalVersion(): Promise<string | null> {
  const { stdout } = await execa(process.env.TEMPORAL_CLI ?? 'temporal', ['--version'], { reject: false });
  return /version (.+)$/m.exec(stdout ?? '')?.[1] ?? null;
}

/** Versions of specgen, its levels and the tools that numbers depend on: a line each. */
export async function versionText(): Promise<string> {
  const [{ specgen, node, go }, temporal, levels] = await Promise.all([versions(), temporalVersion(), readLevels(ownSpecs())]);
  const points = levels.reduce((sum, level) => sum + level.points, 0);
  return [
    `specgen ${specgen}`,
    `levels ${levels.length}, ${points} points, sha256 ${collectionHash(levels).slice(0, 16)}`,
    `Node ${node}`,
    `Temporal CLI ${temporal ?? 'not found'}`,
    `Go ${go?.replace(/^go/, '')}`,
  ].join('\n');
}
