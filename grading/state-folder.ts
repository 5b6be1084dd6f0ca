import path from 'node:path';

/** The checkout that this program runs from. */
export const projectFolder = path.resolve(import.meta.dirname, '..');

/** Where specgen keeps what belongs to one machine: `SPECGEN_HOME`, else `.specgen` in the checkout. */
export function stateFolder(): string {
  return process.env.SPECGEN_HOME ?? path.join(projectFolder, '.specgen');
}
