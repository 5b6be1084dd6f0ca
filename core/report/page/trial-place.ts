import type { TrialRecord } from '../sweep-record.ts';

/** Folder name of each model, as `output/` has it. */
export type ModelFolders = ReadonlyMap<string, string>;

/** Where a trial's page stands below `trials/`: `<model>/<level>-<sample>.html`. Not in folders of its own, which cost as much as the pages. */
export function pagePlace({ model, level, sample }: Pick<TrialRecord, 'model' | 'level' | 'sample'>, folders: ModelFolders): string {
  const folder = folders.get(model);
  if (folder === undefined) throw new Error(`expected the folder of ${model}, found none among ${[...folders.keys()].join(', ')}`);
  return `${folder}/${level}-${sample}.html`;
}

/** A place as a relative address. */
export function addressOf(place: string): string {
  return place.split('/').map(encodeURIComponent).join('/');
}
