import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Level, SourceFile } from '../../core/level.ts';
import { importConfiguration, importPaths, toolchainArchives } from '../build/import-configuration.ts';
import { trial, units } from '../build/program.ts';
import { packageFiles } from '../build/sources.ts';
import { Workshop } from '../build/workshop.ts';
import { contentHash } from '../content-hash.ts';
import type { Context } from '../context.ts';
import type { Slot } from '../sandbox/slots.ts';

/** An implementation that an answer's tests run against. */
export interface Target {
  /** Short name, by which a run selects the tests over it. */
  set: string;
  /** `group` is absent for a variant, which is correct. */
  name: string;
  group?: string;
  files: SourceFile[];
}

/**
 * The implementations below `hidden/variants` and `hidden/mutants`. Tests can find out the import path of what they run
 * against, so neither the names nor their order tell variants from mutants: both come from a hash with `salt`.
 */
export function targetsOf(level: Pick<Level, 'hidden'>, salt: string): Target[] {
  const found = new Map<string, Omit<Target, 'set'>>();
  for (const file of level.hidden) {
    const match = /^(?:variants|mutants\/([^/]+))\/([^/]+)\/(.+)$/.exec(file.path);
    if (!match) continue;
    const [, group, name, inside] = match as unknown as [string, string | undefined, string, string];
    const key = `${group ?? ''}/${name}`;
    const target = found.get(key) ?? { name, ...(group === undefined ? {} : { group }), files: [] };
    found.set(key, { ...target, files: [...target.files, { path: inside, content: file.content }] });
  }
  const named = [...found].map(([key, target]) => ({ ...target, set: `t${contentHash(salt, key).slice(0, 8)}` }));
  return named.sort((a, b) => (a.set < b.set ? -1 : 1));
}

/** Import path below which a target's packages are compiled. */
export const targetPath = (target: Target): string => `${trial}/${target.set}`;

/** The level's packages as a target has them: a package that the target does not bring is the given one. */
export function targetUnits(level: Level, target: Target): ReturnType<typeof units> {
  const brought = new Set(target.files.map((file) => path.posix.dirname(file.path)));
  const given = packageFiles(level, []).filter((file) => !brought.has(path.posix.dirname(file.path)));
  return units(level, [...given, ...target.files], targetPath(target));
}

export const archiveName = (unitPath: string): string => `${unitPath.replaceAll('/', '-')}.a`;

/** The folder with all targets' archives, compiled once per level. Throws when a target does not compile. */
export async function compiledTargets(context: Context, level: Level, slot: Slot): Promise<string> {
  const key = contentHash(context.version, context.sandbox.unsandboxed, level.hash);
  const known = await context.targets.get(key);
  return (
    known ?? context.targets.put(key, (part) => Workshop.open(context, slot, (workshop) => compileAll(context, level, workshop, part)))
  );
}

async function compileAll(context: Context, level: Level, workshop: Workshop, folder: string): Promise<void> {
  const granted = toolchainArchives(context.toolchain, workshop.go, 'plain', importPaths(level.imports));
  const archives: string[] = [];
  const steps = [];
  for (const target of targetsOf(level, context.version)) {
    const packages = targetUnits(level, target);
    const known = packages.map((unit) => ({ path: unit.path, file: `${workshop.products}/${archiveName(unit.path)}` }));
    for (const [index, unit] of packages.entries()) {
      const content = importConfiguration([...granted, ...known.slice(0, index)], unit.renamed);
      const [configuration] = await workshop.lay('.', [{ path: `${archiveName(unit.path)}.cfg`, content }]);
      const files = await workshop.lay(target.set, unit.files);
      steps.push({
        path: unit.path,
        files,
        configuration: configuration!,
        archive: known[index]!.file,
        mode: 'plain' as const,
        exitCode: 11,
      });
      archives.push(archiveName(unit.path));
    }
  }
  const { exitCode, output } = await workshop.build(steps);
  if (exitCode !== 0) throw new Error(`Variants and mutants of ${level.name} were expected to compile, but:\n${output}`);
  await mkdir(folder, { recursive: true });
  for (const archive of archives) await workshop.take(archive, path.join(folder, archive));
}
