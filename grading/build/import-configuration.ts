import type { BuildMode, Toolchain } from '../toolchain/toolchain.ts';

/** A package that is not part of the toolchain: the path it is compiled under and its archive. */
export interface Archive {
  path: string;
  file: string;
}

/**
 * Text of an importcfg, the file that tells `compile` and `link` where packages are
 * (format: cmd/internal/… `packagefile path=file`, `importmap written=path`).
 */
export function importConfiguration(archives: Archive[], renamed: Record<string, string> = {}): string {
  const files = archives.map(({ path, file }) => `packagefile ${path}=${file}`);
  const names = Object.entries(renamed).map(([written, path]) => `importmap ${written}=${path}`);
  return `${[...files, ...names].join('\n')}\n`;
}

/** The toolchain's packages, as seen from `folder`; `only` keeps those named. */
export function toolchainArchives(toolchain: Toolchain, folder: string, mode: BuildMode, only?: string[]): Archive[] {
  const wanted = only && new Set(only);
  const paths = toolchain.packages[mode].filter((path) => wanted?.has(path) ?? true);
  return paths.map((path) => ({ path, file: `${folder}/${mode}/${path}.a` }));
}

/** Import paths out of entries of a level's `imports`, which may name a single member: `os.ReadFile` → `os`. */
export function importPaths(entries: string[]): string[] {
  return entries.map((entry) => entry.replace(/\.[^/]*$/, ''));
}
