import { access, constants, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { stateFolder } from '../../grading/state-folder.ts';
import { openStore } from '../../storage/places.ts';
import { type Finding, fail, pass, warning } from './finding.ts';

/** Below the first a sweep may stop at any moment; below the second a long one may not reach its end. */
const bytes = { tooFew: 256 * 2 ** 20, few: 2 * 2 ** 30 };

interface Place {
  check: string;
  folder: string;
  variable: string;
  /** What frees some space there. */
  tidy: string;
}

const state = (): Place => {
  const folder = path.resolve(stateFolder());
  return { check: 'disk: state', folder, variable: 'SPECGEN_HOME', tidy: `rm -rf ${path.join(folder, 'cache')}` };
};

const output = (folder: string): Place => ({
  check: 'disk: output',
  folder,
  variable: 'SPECGEN_OUTPUT',
  tidy: `du -sh ${folder}/* | sort -h`,
});

/** Results may lie elsewhere than in a folder; then they must be within reach. */
export async function diskFindings(): Promise<Finding[]> {
  return [await outputFinding(), await diskFinding(state())];
}

async function outputFinding(): Promise<Finding> {
  try {
    const store = await openStore();
    if (path.isAbsolute(store.place)) return await diskFinding(output(store.place));
    await store.entries('');
    return pass('output', `${store.place} answers`);
  } catch (error) {
    return fail('output', (error as Error).message, 'export SPECGEN_OUTPUT=/a/folder/of/yours');
  }
}

async function diskFinding({ check, folder, variable, tidy }: Place): Promise<Finding> {
  const there = await nearestThere(folder);
  const elsewhere = `export ${variable}=/a/folder/of/yours`;
  if (!(await stat(there)).isDirectory()) return fail(check, `${there} is a file, where a folder is expected`, elsewhere);
  try {
    await access(there, constants.W_OK);
  } catch (error) {
    return fail(check, `${there} cannot be written (${(error as NodeJS.ErrnoException).code})`, elsewhere);
  }
  const { bavail, bsize } = await statfs(there);
  const free = bavail * bsize;
  const found = `${(free / 2 ** 30).toFixed(1)} GiB free for ${folder}`;
  if (free < bytes.tooFew) return fail(check, `only ${found}`, tidy);
  return free < bytes.few ? warning(check, `only ${found}`, tidy) : pass(check, found);
}

/** The folder, or the one above it that is there already. */
async function nearestThere(folder: string): Promise<string> {
  const found = await access(folder).then(
    () => true,
    () => false,
  );
  return found || folder === path.dirname(folder) ? folder : nearestThere(path.dirname(folder));
}
