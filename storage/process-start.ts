import { readFileSync } from 'node:fs';

/** Start of a process in clock ticks since boot (proc(5), `/proc/PID/stat` field 22); null for a dead one or a zombie. */
export function startOfProcess(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
    return state === 'Z' ? null : (rest[18] ?? null);
  } catch {
    return null;
  }
}

/** A process by its number and start: a number alone may have been given again. */
export const isAlive = ({ pid, started }: { pid: number; started: string }): boolean => startOfProcess(pid) === started;
