import { setTimeout } from 'node:timers/promises';
import { buildBox } from '../build/box.ts';
import type { Context } from '../context.ts';
import type { Slot } from '../sandbox/slots.ts';

/** This machine did not give a process its share of time: nothing can be said about who ran beside it. */
export class ControlLate extends Error {
  override readonly name = 'ControlLate';
}

const controlCpuSeconds = 1;
const endless = 'while :; do :; done';

/**
 * Does `work` with control processes beside it, one after another. Each burns one CPU second and must be stopped by
 * that limit before `wallPerCpu` seconds have passed, the same share of time that work is allowed.
 */
export async function withControl<Result>(context: Context, wallPerCpu: number, slot: Slot, work: () => Promise<Result>): Promise<Result> {
  const ended = new AbortController();
  const controls = watch(context, wallPerCpu, slot, ended.signal);
  const [result, late] = await Promise.all([work().finally(() => ended.abort()), controls]);
  if (late) throw new ControlLate('a control process beside this run was late too: this machine is too busy to tell');
  return result;
}

async function watch(context: Context, wallPerCpu: number, slot: Slot, ended: AbortSignal): Promise<boolean> {
  let late = false;
  do {
    late ||= await isLate(context, wallPerCpu, slot);
    await setTimeout(wallPerCpu * 1000, undefined, { signal: ended }).catch(() => undefined);
  } while (!ended.aborted);
  return late;
}

async function isLate(context: Context, wallPerCpu: number, slot: Slot): Promise<boolean> {
  const box = buildBox({}, {});
  const limited = { ...box, limits: { ...box.limits, cpuSeconds: controlCpuSeconds } };
  const command = { argv: ['/bin/sh', '-c', endless], wallLimitMs: wallPerCpu * controlCpuSeconds * 1000 };
  return (await context.sandbox.run(limited, command, slot.number)).wallLimit;
}
