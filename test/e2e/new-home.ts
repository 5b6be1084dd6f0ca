import { chmodSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stateFolder } from '../../grading/state-folder.ts';

/** A state folder of its own, which shares with this machine's what set-up made once. */
export function newHome(): string {
  const home = mkdtempSync(path.join(tmpdir(), 'specgen-e2e-'));
  // answers are graded as users without rights, who must be able to enter it
  chmodSync(home, 0o755);
  symlinkSync(path.join(stateFolder(), 'go'), path.join(home, 'go'));
  const bundles = path.join(stateFolder(), 'cache', 'workflows');
  mkdirSync(bundles, { recursive: true });
  mkdirSync(path.join(home, 'cache'));
  symlinkSync(bundles, path.join(home, 'cache', 'workflows'));
  return home;
}
