import { cpuTimeOf, machineCpuSeconds } from './cpu.ts';

/** What a piece of work cost. */
export interface Cost {
  /** CPU seconds of this process and of everything it started and waited for. */
  cpu: number;
  /** The part of it that this process used itself. */
  ownCpu: number;
  wall: number;
  /** Cores that the rest of this machine kept busy meanwhile. */
  others: number;
}

export async function measure<Result>(work: () => Promise<Result>): Promise<{ cost: Cost; result: Result }> {
  const [before, ownBefore, machineBefore, startedMs] = [cpuTimeOf('self'), process.cpuUsage(), machineCpuSeconds(), performance.now()];
  const result = await work();
  const [after, own, machineAfter] = [cpuTimeOf('self'), process.cpuUsage(ownBefore), machineCpuSeconds()];
  const wall = (performance.now() - startedMs) / 1000;
  // finer than what /proc says
  const ownCpu = (own.user + own.system) / 1e6;
  const cpu = ownCpu + after.children - before.children;
  return { cost: { cpu, ownCpu, wall, others: Math.max(0, (machineAfter - machineBefore - cpu) / wall) }, result };
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? upper - 1 : upper], sorted[upper]];
  if (low === undefined || high === undefined) throw new Error('expected at least one value to take the median of');
  return (low + high) / 2;
}
