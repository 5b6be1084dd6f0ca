import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import type { SourceFile } from '../../core/level.ts';

/** A shell script in a folder of its own, which is its working directory. */
export interface Script {
  files: SourceFile[];
  lines: string[];
}

/** What a script ended with. */
export interface Ended {
  status: number;
  output: string;
}

const limitMs = 600_000;

/** Writes scripts below a folder; what it returns runs them by xargs, `together` at a time, and tells how each ended. */
export async function layScripts(
  below: string,
  scripts: Script[],
  together: number,
  env: Record<string, string>,
): Promise<() => Promise<Ended[]>> {
  const folders = await Promise.all(scripts.map((script) => layScript(below, script)));
  return async () => {
    const each = ['sh', '-c', 'cd "$0" && sh script.sh >output 2>&1; echo $? >status'];
    const xargs = ['-P', `${together}`, '-n', '1', ...each];
    await execa('xargs', xargs, { input: folders.join('\n'), env, extendEnv: false, timeout: limitMs });
    return Promise.all(folders.map(ending));
  };
}

async function layScript(below: string, { files, lines }: Script): Promise<string> {
  const folder = await mkdtemp(path.join(below, 'cell-'));
  for (const file of [...files, { path: 'script.sh', content: `${lines.join('\n')}\n` }]) {
    await mkdir(path.dirname(path.join(folder, file.path)), { recursive: true });
    await writeFile(path.join(folder, file.path), file.content);
  }
  return folder;
}

async function ending(folder: string): Promise<Ended> {
  const [status, output] = await Promise.all(['status', 'output'].map((name) => readFile(path.join(folder, name), 'utf8')));
  return { status: Number(status), output: output ?? '' };
}
