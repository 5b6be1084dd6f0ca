import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { addressOf, type ModelFolders, pagePlace } from '../../core/report/page/trial-place.ts';
import type { LevelRecord, SweepRecord, TrialRecord } from '../../core/report/sweep-record.ts';
import { type PageLink, renderTrialPage, type TrialLinks } from '../../core/report/trial-page/trial-page.ts';
import { replaceDerived } from '../../storage/files/derived.ts';
import { readIfThere } from '../../storage/files/read.ts';
import { trialFolder } from '../../storage/trials/folders.ts';
import type { PageAssets } from './assets.ts';
import { removeOtherPages } from './other-pages.ts';
import { readTrialTexts } from './trial-texts.ts';

/**
 * Brings `report/trials/` up to date: one page for each trial of the sweep and no other. A page carries in its last line
 * what it was made from; where that still holds it is left alone, and neither the trial's texts are read nor is
 * anything written.
 */
export async function writeTrialPages(output: string, record: SweepRecord, folders: ModelFolders, report: string, assets: PageAssets) {
  const pages = path.join(report, 'trials');
  const levels = new Map(record.levels.map((level) => [level.name, level]));
  const places = record.trials.map((trial) => pagePlace(trial, folders));
  for (const folder of new Set(places.map((place) => path.dirname(place)))) mkdirSync(path.join(pages, folder), { recursive: true });
  for (const [index, trial] of record.trials.entries()) {
    const level = levels.get(trial.level)!;
    const links = linksOf(record, places, index);
    const file = path.join(pages, places[index]!);
    const madeFrom = fingerprint(record.sweep, trial, level, links, assets.version);
    if (madeFrom === null || !endsWith(file, madeFrom)) {
      const { texts, settled } = readTrialTexts(trialFolder(output, { sweep: record.sweep, ...trial }));
      const page = renderTrialPage({ sweep: record.sweep, level, trial, texts, links }, assets.trial);
      const whole = settled && madeFrom !== null ? page + madeFrom : page;
      if (settled || readIfThere(file) !== whole) replaceDerived(file, whole);
    }
    // other work of this process goes on between two trials
    await turn();
  }
  removeOtherPages(pages, new Set(places));
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

function endsWith(file: string, end: string): boolean {
  const buffer = Buffer.alloc(Buffer.byteLength(end));
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < buffer.length) return false;
  const handle = openSync(file, 'r');
  try {
    return readSync(handle, buffer, 0, buffer.length, size - buffer.length) === buffer.length && buffer.toString() === end;
  } finally {
    closeSync(handle);
  }
}
