import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Level, SourceFile } from '../../core/level.ts';
import { filesOf, hiddenTests } from '../../grading/build/sources.ts';
import { projectFolder } from '../../grading/state-folder.ts';
import { moduleFile } from '../grading/go-commands.ts';

/** A Go module of its own for each package: what an import path of a level's tests means to the `go` command. */
interface Module {
  path: string;
  files: SourceFile[];
}

/** A package that is built twice imports its own copies. */
function inTwin(files: SourceFile[], twins: string[]): SourceFile[] {
  const renamed = (content: string) => twins.reduce((text, twin) => text.replaceAll(`"${twin}"`, `"two/${twin}"`), content);
  return files.map((file) => ({ ...file, content: renamed(file.content) }));
}

function modulesOf(level: Level, files: SourceFile[]): Module[] {
  const twins = level.packages.filter((one) => one.copies === 2).map((one) => one.path);
  return level.packages.flatMap((one) => {
    const own = { path: one.path, files: filesOf(one, files) };
    return one.copies === 2 ? [own, { path: `two/${one.path}`, files: inTwin(own.files, twins) }] : [own];
  });
}

async function lay(folder: string, files: SourceFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of files) await writeFile(path.join(folder, path.basename(file.path)), file.content);
}

/** Lays an answer's packages and the hidden tests over them below `root`; returns the folder in which `go test` runs. */
export async function layModules(root: string, level: Level, files: SourceFile[]): Promise<string> {
  const modules = modulesOf(level, files);
  for (const one of modules) await lay(path.join(root, one.path), [...one.files, moduleFile(one.path)]);
  const needed = [...modules.map((one) => [one.path, path.join(root, one.path)]), ['specgen', path.join(projectFolder, 'grading', 'go')]];
  const lines = needed.flatMap(([name, folder]) => [`require ${name} v0.0.0`, `replace ${name} => ${folder}`]);
  const hidden = path.join(root, 'hidden-tests');
  const own = moduleFile('hidden');
  await lay(hidden, [...hiddenTests(level), { ...own, content: `${own.content}\n${lines.join('\n')}\n` }]);
  return hidden;
}
