import type { BoundedCache } from './bounded-cache.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import type { Slots } from './sandbox/slots.ts';
import type { Toolchain } from './toolchain/toolchain.ts';

/** What all of grading works with, opened once per process. */
export interface Context {
  toolchain: Toolchain;
  sandbox: Sandbox;
  slots: Slots;
  /** Hash of the grading sources and the toolchain: part of every key. */
  version: string;
  /** Built programs. */
  programs: BoundedCache;
  /** Archives of variants and mutants, by level. */
  targets: BoundedCache;
  verdicts: BoundedCache;
}
