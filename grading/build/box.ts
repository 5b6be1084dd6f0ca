import type { Box } from '../sandbox/box.ts';
import { goExperiment } from '../toolchain/allowlist.ts';

/** Most that a compiler may use for an answer; an honest answer needs a hundredth. */
const limits = { cpuSeconds: 25, memoryMiB: 2048, fileMiB: 200, openFiles: 256 };

/** Wall-clock backstop of a build, ten times the CPU limit. */
export const buildWallLimitMs = 250_000;

/** One compiler thread without garbage collection: cheapest in CPU time for packages of this size. */
export const compilerEnvironment = { GOGC: 'off', GOMAXPROCS: '1', GOEXPERIMENT: goExperiment, PATH: '/usr/bin:/bin' };

/** What a compiler sees: the toolchain and the sources, and a folder to write to. */
export function buildBox(readable: Record<string, string>, writable: Record<string, string>): Box {
  return { readable, writable, system: true, temporaryMiB: 64, environment: compilerEnvironment, limits };
}
