import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { stateFolder } from '../state-folder.ts';

const base = () => path.join(stateFolder(), 'cache', 'work');

/** Gives `work` a folder of its own, named after this process, and removes it afterwards, whatever happens. */
export async function withWorkFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  await mkdir(base(), { recursive: true });
  const folder = await mkdtemp(path.join(base(), `${process.pid}-`));
  await chmod(folder, 0o711);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes work folders whose process is gone: what a killed grader could not remove itself. */
export async function removeStaleWork(): Promise<void> {
  const names = await readdir(base()).catch(() => []);
  for (const name of names) {
    const owner = Number.parseInt(name, 10);
    if (!isAlive(owner)) await rm(path.join(base(), name), { recursive: true, force: true });
  }
}

function isAlive(process_: number): boolean {
  try {
    return process.kill(process_, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
