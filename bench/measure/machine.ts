import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** One line about this machine, to stand above every table: numbers mean little without it. */
export function machineLine(): string {
  const [load = 0] = loadavg();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown CPU'}), ${memory}, load ${load.toFixed(2)} at the start, Node ${process.version}`;
}
