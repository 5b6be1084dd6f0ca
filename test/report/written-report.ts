import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeReport } from '../../activities/report.ts';
import type { SweepRecord, TrialRecord } from '../../core/report/sweep-record.ts';
import { FolderStore } from '../../storage/folder/folder-store.ts';
import { type StoredTexts, storeSweep, usualTexts } from './stored-sweep.ts';

export interface WrittenReport {
  /** The folder `report/`. */
  report: string;
  output: string;
  /** Writes it anew from what is stored then. */
  again: () => Promise<void>;
  remove: () => void;
}

/** A report of a stored sweep, in a temporary folder. */
export async function writtenReport(
  record: SweepRecord,
  textsOf: (trial: TrialRecord) => StoredTexts = usualTexts,
): Promise<WrittenReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'specgen-report-'));
  const remove = () => rmSync(folder, { recursive: true });
  const output = path.join(folder, 'output');
  const again = async () => {
    await writeReport(new FolderStore(output), record.sweep);
  };
  try {
    storeSweep(output, record, textsOf);
    await again();
  } catch (error) {
    remove();
    throw error;
  }
  return { report: path.join(output, record.sweep, 'report'), output, again, remove };
}
