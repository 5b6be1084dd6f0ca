import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { contentHash, folderHash } from '../content-hash.ts';
import { GradingFault } from '../grading-fault.ts';
import { stateFolder } from '../state-folder.ts';
import { goExperiment, goVersion, harnessPackages, standardPackages } from './allowlist.ts';

/** The two ways to build: `race` has the race detector and takes about 1.5 times as long. */
export type BuildMode = 'plain' | 'race';

const manifest = z.strictObject({
  key: z.string(),
  /** Import paths with an archive at `<mode>/<path>.a`. */
  packages: z.strictObject({ plain: z.array(z.string()), race: z.array(z.string()) }),
  /** Shared libraries that a program built for the race detector loads: loader and libc. */
  raceLibraries: z.array(z.string()),
});

/** What set-up made of Go: a folder that holds archives, `compile`, `link`, `gosource`, `launch` and `spawn`, and needs nothing besides. */
export interface Toolchain extends z.infer<typeof manifest> {
  folder: string;
}

export const manifestName = 'toolchain.json';

/** Changes with whatever can change a built program: Go's release, our Go sources, the prepared packages, the architecture. */
export async function toolchainKey(): Promise<string> {
  const sources = await folderHash(
    path.resolve(import.meta.dirname, '../go'),
    (file) => !file.endsWith('_test.go') && !file.includes('testdata'),
  );
  return contentHash(goVersion, goExperiment, process.arch, standardPackages, harnessPackages, sources).slice(0, 16);
}

export function toolchainFolder(key: string): string {
  return path.join(stateFolder(), 'go', key);
}

/** Reads what `prepareToolchain` left. Throws when set-up has not run for this version of the sources. */
export async function loadToolchain(): Promise<Toolchain> {
  const folder = toolchainFolder(await toolchainKey());
  const text = await readFile(path.join(folder, manifestName), 'utf8').catch(() => {
    throw new GradingFault(
      `the prepared Go toolchain was expected in ${folder}, but is not there`,
      'npx specgen doctor (each command of npx prepares it)',
    );
  });
  return { ...manifest.parse(JSON.parse(text)), folder };
}
