import type { Level, SourceFile } from '../../core/level.ts';
import type { Context } from '../context.ts';
import type { BuildMode } from '../toolchain/toolchain.ts';
import { type Archive, importConfiguration, importPaths, toolchainArchives } from './import-configuration.ts';
import { mainSource } from './main-source.ts';
import type { Compilation, Linking } from './script.ts';
import { filesOf, hiddenTests, testNames } from './sources.ts';
import type { Workshop } from './workshop.ts';

/** Everything that is not ours lies under this path, so that package guard is initialised before it. */
export const trial = 'trial';

export const hiddenSet = 'hidden';

/** Exit statuses of the build script: which step failed. */
export const stepFailed = { answer: 11, hidden: 12, main: 13, link: 14 };

/** One package of the level as it is compiled; a package with copies gives two. */
interface Unit {
  path: string;
  folder: string;
  files: SourceFile[];
  /** How its sources' imports of the level's packages are to be read. */
  renamed: Record<string, string>;
}

/** The level's packages in the order of their dependencies, copies after their originals. */
export function units(level: Level, files: SourceFile[], prefix: string): Unit[] {
  const originals = Object.fromEntries(level.packages.map((one) => [one.path, `${prefix}/${one.path}`]));
  const twins = level.packages.filter((one) => one.copies === 2).map((one) => [one.path, `${prefix}/two/${one.path}`] as const);
  const inTwins = { ...originals, ...Object.fromEntries(twins) };
  return level.packages.flatMap((one) => {
    const original = { path: originals[one.path]!, folder: one.folder, files: filesOf(one, files), renamed: originals };
    return one.copies === 2 ? [original, { ...original, path: inTwins[one.path]!, renamed: inTwins }] : [original];
  });
}

/** The steps that build an answer's packages, the hidden tests over them and one program, in one mode. */
export async function programSteps(
  context: Context,
  level: Level,
  files: SourceFile[],
  workshop: Workshop,
  mode: BuildMode,
): Promise<(Compilation | Linking)[]> {
  const packages = units(level, files, trial);
  const archives = packages.map(({ path }) => ({ path, file: `${workshop.products}/${mode}-${path.replaceAll('/', '-')}.a` }));
  const granted = toolchainArchives(context.toolchain, workshop.go, mode, importPaths(level.imports));
  const steps: (Compilation | Linking)[] = [];
  for (const [index, unit] of packages.entries()) {
    const [configuration] = await workshop.lay('.', [
      { path: `${mode}-${index}.cfg`, content: importConfiguration([...granted, ...archives.slice(0, index)], unit.renamed) },
    ]);
    const sources = await workshop.lay('answer', unit.files);
    const { file } = archives[index]!;
    steps.push({ path: unit.path, files: sources, configuration: configuration!, archive: file, mode, exitCode: stepFailed.answer });
  }
  return [...steps, ...(await hiddenSteps(context, level, archives, workshop, mode))];
}

async function hiddenSteps(
  context: Context,
  level: Level,
  archives: Archive[],
  workshop: Workshop,
  mode: BuildMode,
): Promise<(Compilation | Linking)[]> {
  const tests = hiddenTests(level);
  if (tests.length === 0) return [];
  const hidden = { path: `${trial}/${hiddenSet}`, file: `${workshop.products}/${mode}-hidden.a` };
  const main = `${workshop.products}/${mode}-main.a`;
  const known = [...toolchainArchives(context.toolchain, workshop.go, mode), ...archives];
  const renamed = Object.fromEntries(archives.map(({ path }) => [path.slice(trial.length + 1), path]));
  const [forHidden, forMain, source] = await workshop.lay('.', [
    { path: `${mode}-hidden.cfg`, content: importConfiguration(known, renamed) },
    { path: `${mode}-main.cfg`, content: importConfiguration([...known, hidden]) },
    { path: 'main.go', content: mainSource([{ name: hiddenSet, path: hidden.path, tests: testNames(tests) }]) },
  ]);
  const files = await workshop.lay('hidden', tests);
  return [
    { path: hidden.path, files, configuration: forHidden!, archive: hidden.file, mode, exitCode: stepFailed.hidden, withoutInlining: true },
    { path: 'main', files: [source!], configuration: forMain!, archive: main, mode, exitCode: stepFailed.main },
    { main, configuration: forMain!, program: `${workshop.products}/${mode}`, mode, exitCode: stepFailed.link },
  ];
}
