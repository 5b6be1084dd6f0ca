import { randomBytes } from 'node:crypto';
import type { LevelFormat } from '../../core/level.ts';
import type { Context } from '../context.ts';
import type { Box } from '../sandbox/box.ts';
import type { Outcome } from '../sandbox/process.ts';
import type { Slot } from '../sandbox/slots.ts';
import type { BuildMode } from '../toolchain/toolchain.ts';
import { ControlLate, withControl } from './control.ts';
import { readFrame } from './result-frame.ts';

/** A program to run: a file outside, its mode, and the flags of this run. */
export interface ProgramRun {
  file: string;
  mode: BuildMode;
  flags: string[];
}

/** What a run did and the nonce that its report must carry. */
export interface ProgramOutcome {
  outcome: Outcome;
  nonce: string;
}

const raceMemoryMiB = 4096;
const wallPerCpu = 10;

/**
 * Runs a program in a process of its own. A run that only the wall clock ended is repeated while nothing else of ours
 * runs; its second outcome counts. Throws `ControlLate` when this machine was too slow even then.
 */
export async function runProgram(context: Context, level: LevelFormat, program: ProgramRun, slot: Slot): Promise<ProgramOutcome> {
  const once = () => runOnce(context, level, program, slot);
  const first = await once();
  if (!onlyTimeEnded(first)) return first;
  return slot.alone(() => withControl(context, wallPerCpu, slot, once));
}

export { ControlLate };

function onlyTimeEnded({ outcome, nonce }: ProgramOutcome): boolean {
  return outcome.wallLimit || readFrame(outcome.result, nonce)?.reason === 'hung';
}

async function runOnce({ sandbox, toolchain }: Context, level: LevelFormat, program: ProgramRun, slot: Slot): Promise<ProgramOutcome> {
  const nonce = randomBytes(16).toString('hex');
  const inside = sandbox.place('/t', program.file);
  const libraries = program.mode === 'race' ? Object.fromEntries(toolchain.raceLibraries.map((file) => [file, file])) : {};
  const wallLimitMs = level.limits.cpuSeconds * wallPerCpu * 1000;
  const command = { argv: [inside, ...program.flags], nonce, wallLimitMs };
  return { outcome: await sandbox.run(runBox(level, program, libraries), command, slot.number), nonce };
}

/** What a running answer sees: itself, and for the race detector its two libraries. */
function runBox({ limits }: LevelFormat, { file, mode }: ProgramRun, libraries: Record<string, string>): Box {
  const memoryMiB = mode === 'race' ? Math.max(raceMemoryMiB, limits.memoryMiB) : limits.memoryMiB;
  const race = mode === 'race' ? { GORACE: 'atexit_sleep_ms=0 halt_on_error=1 exitcode=66' } : {};
  return {
    ...{ readable: { '/t': file, ...libraries }, writable: {}, system: false, temporaryMiB: 16 },
    environment: { GOMAXPROCS: '2', GOTRACEBACK: 'none', ...race },
    limits: { cpuSeconds: limits.cpuSeconds, memoryMiB, fileMiB: 16, openFiles: 256 },
  };
}
