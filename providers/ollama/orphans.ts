import { readdirSync, readFileSync } from 'node:fs';

/** A runner that holds a model in memory although its server was killed. */
export interface OrphanedRunner {
  pid: number;
  memoryMiB: number;
}

const read = (pid: number | string, name: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
};

const argumentsOf = (pid: number | string): string[] => read(pid, 'cmdline').split('\0');
const field = (status: string, name: string): string => new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? '0';

/** Runners of this machine (`… runner … --model FILE`) whose parent is no `… serve`: nobody will ask or end them. */
export function orphanedRunners(): OrphanedRunner[] {
  const runners = readdirSync('/proc').filter((name) => {
    const words = /^\d+$/.test(name) ? argumentsOf(name) : [];
    return words[1] === 'runner' && words.includes('--model');
  });
  return runners.flatMap((pid) => {
    const status = read(pid, 'status');
    if (status === '' || argumentsOf(field(status, 'PPid'))[1] === 'serve') return [];
    return [{ pid: Number(pid), memoryMiB: Math.round(Number(field(status, 'VmRSS')) / 1024) }];
  });
}
