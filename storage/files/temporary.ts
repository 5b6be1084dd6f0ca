import { randomBytes } from 'node:crypto';
import { glob, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ifThere } from '../storage-error.ts';
import { hostKey } from '../this-host.ts';

const shape = /^\..+\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.tmp$/;
const dayMs = 86_400_000;

/** Whether a name is of a file or folder that is being made. */
export const isTemporary = (name: string): boolean => shape.test(name);

/** A name beside `file` that no other process or host takes; it tells whose it is. */
export function temporaryName(file: string): string {
  const suffix = `${hostKey}-${process.pid}-${randomBytes(4).toString('hex')}`;
  return path.join(path.dirname(file), `.${path.basename(file)}.${suffix}.tmp`);
}

/**
 * Removes temporary files and folders that a killed process has left anywhere below `folder`: those of processes of
 * this host that are gone, and of other hosts after a day. Returns their number.
 */
export async function removeLeftovers(folder: string): Promise<number> {
  let removed = 0;
  for await (const name of glob('**/.*.tmp', { cwd: folder })) {
    const file = path.join(folder, name);
    if (!(await isLeftover(file))) continue;
    await rm(file, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

async function isLeftover(file: string): Promise<boolean> {
  const [, owner, pid] = shape.exec(path.basename(file)) ?? [];
  if (owner === undefined) return false;
  if (owner === hostKey) return !isRunning(Number(pid));
  const found = await ifThere(() => stat(file));
  return found !== null && Date.now() - found.mtimeMs > dayMs;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
