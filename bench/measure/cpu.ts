import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in /proc: 100 on every architecture that specgen runs on. */
const ticksPerSecond = 100;

/** CPU seconds of a process so far, `children` being all its descendants: those that have ended and were waited for, and those that live (proc(5), stat and children). */
export interface CpuTime {
  own: number;
  children: number;
}

export function cpuTimeOf(pid: number | 'self'): CpuTime {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  const seconds = (first: number) => (Number(fields[first]) + Number(fields[first + 1])) / ticksPerSecond;
  const living = livingChildren(pid).map((child) => whileThere(() => cpuTimeOf(child), { own: 0, children: 0 }));
  return { own: seconds(11), children: seconds(13) + sum(living) };
}

/** The sum over processes and all their descendants. */
export const cpuSecondsOf = (pids: number[]): number => sum(pids.map(cpuTimeOf));

const sum = (times: CpuTime[]): number => times.reduce((total, { own, children }) => total + own + children, 0);

function livingChildren(pid: number | 'self'): number[] {
  const childrenOf = (thread: string) => whileThere(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'), '');
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => (childrenOf(thread).match(/\d+/g) ?? []).map(Number));
}

/** Threads and children may end while they are looked at. */
function whileThere<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** CPU seconds that all processes of this machine have used since it started (proc(5), /proc/stat). */
export function machineCpuSeconds(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.trim().split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq) / ticksPerSecond;
}

/** Resident memory of a process in MiB, now and at its highest (proc(5), status). */
export function memoryOf(pid: number): { nowMiB: number; highestMiB: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
  return { nowMiB: read('VmRSS'), highestMiB: read('VmHWM') };
}
