import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { addressOf, type ModelFolders, pagePlace } from '../../core/report/page/trial-place.ts';
import type { LevelRecord, SweepRecord, TrialRecord } from '../../core/report/sweep-record.ts';
import { type PageLink, renderTrialPage, type TrialLinks } from '../../core/report/trial-page/trial-page.ts';
import { sideBySide } from '../../storage/side-by-side.ts';
import type { Store } from '../../storage/store/store.ts';
import { trialKey } from '../../storage/trials/keys.ts';
import type { PageAssets } from './assets.ts';
import { removeOtherPages } from './other-pages.ts';
import { readTrialTexts } from './trial-texts.ts';

/**
 * Brings `report/trials/` up to date: one page for each trial of the sweep and no other. A page carries in its last line
 * what it was made from; where that still holds it is left alone, and neither the trial's texts are read nor is
 * anything written.
 */
export async function writeTrialPages(store: Store, record: SweepRecord, folders: ModelFolders, report: string, assets: PageAssets) {
  const plans = pagePlans(store, record, folders, report, assets);
  await sideBySide(plans, store.worthAtOnce, async ({ key, madeFrom, render }) => {
    if (madeFrom === null || (await store.findEnd(key, Buffer.byteLength(madeFrom))) !== madeFrom) {
      const { whole, settled } = await render();
      if (settled || (await store.find(key)) !== whole) await store.writeDerived(key, whole);
    }
    // other work of this process goes on between two trials
    await turn();
  });
  await removeOtherPages(store, `${report}/trials`, new Set(record.trials.map((trial) => pagePlace(trial, folders))));
}

/** A page that is to be there: where, what its last line says, and how it is made from the trial's texts. */
export interface PagePlan {
  key: string;
  madeFrom: string | null;
  render: () => Promise<{ whole: string; settled: boolean }>;
}

/** One for each trial of the sweep. */
export function pagePlans(store: Store, record: SweepRecord, folders: ModelFolders, report: string, assets: PageAssets): PagePlan[] {
  const levels = new Map(record.levels.map((level) => [level.name, level]));
  const places = record.trials.map((trial) => pagePlace(trial, folders));
  return record.trials.map((trial, index) => {
    const level = levels.get(trial.level)!;
    const links = linksOf(record, places, index);
    const madeFrom = fingerprint(record.sweep, trial, level, links, assets.version);
    const render = async () => {
      const { texts, settled } = await readTrialTexts(store, trialKey({ sweep: record.sweep, ...trial }));
      const page = renderTrialPage({ sweep: record.sweep, level, trial, texts, links }, assets.trial);
      return { whole: settled && madeFrom !== null ? page + madeFrom : page, settled };
    };
    return { key: `${report}/trials/${places[index]!}`, madeFrom, render };
  });
}

function linksOf({ trials, levels }: SweepRecord, places: string[], index: number): TrialLinks {
  const link = (at: number): PageLink | null => {
    const [trial, place] = [trials[at], places[at]];
    if (trial === undefined || place === undefined) return null;
    const { number } = levels.find(({ name }) => name === trial.level)!;
    const model = trial.model === trials[index]?.model ? '' : `${trial.model}, `;
    return { address: `../${addressOf(place)}`, words: `${model}L${number} sample ${trial.sample}` };
  };
  return { index: '../../index.html', previous: link(index - 1), next: link(index + 1) };
}

/**
 * The last line of a page: a hash of the record, which names prompt, response, build and level by their hashes, and of
 * what renders it. Null for a trial whose texts may still change.
 */
function fingerprint(sweep: string, trial: TrialRecord, level: LevelRecord, links: TrialLinks, version: string): string | null {
  if (trial.score === null || trial.metadata === null) return null;
  const parts = JSON.stringify([sweep, trial, level.hash, links, version]);
  return `<!-- ${createHash('sha256').update(parts).digest('hex')} -->\n`;
}
