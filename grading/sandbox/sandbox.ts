import { readlink } from 'node:fs/promises';
import path from 'node:path';
import type { Toolchain } from '../toolchain/toolchain.ts';
import { type Box, bubblewrapArguments, launchFlags, slotUser, systemLinks } from './box.ts';
import { findBubblewrap, probe, type Run, watched } from './probe.ts';
import { Processes } from './process.ts';

/** Runs commands in boxes. Without a sandbox they run with the same limits, but see this machine as we do. */
export interface Sandbox {
  readonly unsandboxed: boolean;
  /** The path by which a boxed command knows what lies outside: inside a box its own, else the outer one. */
  place(inside: string, outside: string): string;
  /** The user that a slot's commands run as, or undefined when it is ours. */
  userOf(slot: number): number | undefined;
  /** Runs a command whose paths are those of `place`. Throws when it cannot be started, through no fault of its own. */
  run: Run;
}

const ours = process.getuid?.() ?? -1;

/** A sandbox that has shown to work here. Throws, with the cure, when it does not. */
export async function openSandbox(toolchain: Toolchain): Promise<Sandbox> {
  const bubblewrap = await findBubblewrap();
  const links = await systemLinks((file) => readlink(file));
  const user = (slot: number) => slotUser(slot, ours);
  const processes = new Processes(toolchain);
  const run: Run = (box, command, slot) => {
    const argv = [bubblewrap, ...bubblewrapArguments(box, links), '--', ...command.argv];
    return processes.run({ ...command, argv: [...launch(toolchain, box, user(slot)), ...argv] }, {});
  };
  await probe(run, toolchain);
  return {
    unsandboxed: false,
    place: (inside) => inside,
    userOf: (slot) => (ours === 0 ? user(slot) : undefined),
    run: watched(run, '/go', toolchain),
  };
}

/** For who asked for it: answers can read this user's files, reach the network and outlive their run. */
export function openUnsafe(toolchain: Toolchain): Sandbox {
  const processes = new Processes(toolchain);
  const run: Run = (box, command) => processes.run({ ...command, argv: [...launch(toolchain, box), ...command.argv] }, box.environment);
  return { unsandboxed: true, place: (_, outside) => outside, userOf: () => undefined, run: watched(run, toolchain.folder, toolchain) };
}

function launch(toolchain: Toolchain, box: Box, user?: number): string[] {
  const become = user === undefined || ours !== 0 ? [] : ['-uid', String(user), '-gid', String(user)];
  return [path.join(toolchain.folder, 'launch'), ...become, ...launchFlags(box.limits), '--'];
}
