import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { stateFolder } from '../state-folder.ts';
import { harnessPackages, standardPackages } from './allowlist.ts';
import { findGo, type GoCommand } from './go-command.ts';
import { type BuildMode, manifestName, toolchainFolder, toolchainKey } from './toolchain.ts';

const keptGenerations = 2;
const builds = {
  plain: { flags: [], cgo: '0', besides: [] },
  race: { flags: ['-race'], cgo: '1', besides: ['runtime/race', 'runtime/cgo'] },
};

/**
 * Makes everything that grading needs of Go, once per version of the sources: the standard library and the harness
 * compiled in both modes, the compiler, the linker and three helper programs, in one folder that needs no Go beside it.
 * The first time takes 60–90 CPU seconds, later versions a few. Reports each step as a line for people.
 * Throws when Go or gcc is missing, with what to install.
 */
export async function prepareToolchain(report: (line: string) => void): Promise<void> {
  const key = await toolchainKey();
  const folder = toolchainFolder(key);
  if (await isPrepared(folder)) return;
  await expectCompilerForC();
  const go = await findGo(report);
  const part = `${folder}.part-${process.pid}`;
  await mkdir(part, { recursive: true });
  try {
    await fill(part, key, go, report);
    await rename(part, folder).catch(async (error) => {
      if (!(await isPrepared(folder))) throw error;
    });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  await dropOldGenerations();
}

async function isPrepared(folder: string): Promise<boolean> {
  return stat(path.join(folder, manifestName)).then(
    () => true,
    () => false,
  );
}

async function expectCompilerForC(): Promise<void> {
  const found = await execa('gcc', ['--version'], { reject: false });
  if (!found.failed) return;
  throw new Error(
    'The race detector needs gcc, which was not found on PATH. Run: apt-get install -y --no-install-recommends gcc libc6-dev',
  );
}

async function fill(folder: string, key: string, go: GoCommand, report: (line: string) => void): Promise<void> {
  report('Compiling Go packages for grading (about 40 CPU seconds the first time)');
  const plain = await copyArchives(folder, 'plain', go);
  report('Compiling Go packages for the race detector (about 45 CPU seconds the first time)');
  const race = await copyArchives(folder, 'race', go);
  report('Building the helper programs');
  await buildHelpers(folder, go);
  const raceLibraries = await librariesOfRacePrograms(folder, go);
  await writeFile(path.join(folder, manifestName), JSON.stringify({ key, packages: { plain, race }, raceLibraries }, null, 1));
}

async function copyArchives(folder: string, mode: BuildMode, go: GoCommand): Promise<string[]> {
  const { flags, cgo, besides } = builds[mode];
  const format = '{{if .Export}}{{.ImportPath}} {{.Export}}{{end}}';
  const packages = [...standardPackages, ...harnessPackages, ...besides];
  const listing = await go(['list', '-export', '-deps', ...flags, '-f', format, ...packages], { CGO_ENABLED: cgo });
  const pairs = listing.split('\n').map((line) => line.split(' ') as [string, string]);
  for (const [importPath, archive] of pairs) {
    const target = path.join(folder, mode, `${importPath}.a`);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(archive, target);
  }
  return pairs.map(([importPath]) => importPath);
}

async function buildHelpers(folder: string, go: GoCommand): Promise<void> {
  await go(['build', '-ldflags=-s -w', '-o', `${folder}/`, './cmd/gosource', './cmd/launch', './cmd/spawn'], { CGO_ENABLED: '0' });
  for (const tool of ['compile', 'link']) {
    const found = await go(['tool', '-n', tool]);
    await copyFile(found.trim(), path.join(folder, tool));
  }
}

async function librariesOfRacePrograms(folder: string, go: GoCommand): Promise<string[]> {
  const sample = path.join(folder, 'sample');
  await go(['build', '-race', '-ldflags=-s -w', '-o', sample, './cmd/launch'], { CGO_ENABLED: '1' });
  const listing = await execa('ldd', [sample]);
  await rm(sample);
  return [...listing.stdout.matchAll(/(?:^|\s)(\/\S+)/g)].map((match) => match[1]!);
}

async function dropOldGenerations(): Promise<void> {
  const base = path.join(stateFolder(), 'go');
  const names = (await readdir(base)).filter((name) => /^[0-9a-f]{16}$/.test(name));
  const aged = await Promise.all(names.map(async (name) => ({ name, time: (await stat(path.join(base, name))).mtimeMs })));
  aged.sort((a, b) => b.time - a.time);
  for (const { name } of aged.slice(keptGenerations)) await rm(path.join(base, name), { recursive: true, force: true });
}
