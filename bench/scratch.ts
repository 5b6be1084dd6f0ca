import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { stateFolder } from '../grading/state-folder.ts';
import { undoing } from './measure/ending.ts';

/** A folder for one run of the benchmark, beside the caches so that their files can be linked. */
export interface Scratch {
  folder: string;
  /** The state folder that came with set-up. */
  state: string;
}

/**
 * Gives `work` an empty folder, and this process an empty state folder with nothing but the toolchain in it, so that
 * no verdict is known beforehand and none is left behind.
 */
export function withScratch<Result>(work: (scratch: Scratch) => Promise<Result>): Promise<Result> {
  const [state, before] = [stateFolder(), process.env.SPECGEN_HOME];
  const cache = path.join(state, 'cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'bench-'));
  // answers are graded as users without rights, who must be able to enter it
  chmodSync(folder, 0o755);
  const home = path.join(folder, 'home');
  mkdirSync(home);
  symlinkSync(path.join(state, 'go'), path.join(home, 'go'));
  process.env.SPECGEN_HOME = home;
  const undo = () => {
    if (before === undefined) delete process.env.SPECGEN_HOME;
    else process.env.SPECGEN_HOME = before;
    rmSync(folder, { recursive: true, force: true });
  };
  return undoing(undo, () => work({ folder, state }));
}
