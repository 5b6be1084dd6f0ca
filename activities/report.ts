import path from 'node:path';
import { renderCsv } from '../core/report/csv.ts';
import { renderReport } from '../core/report/markdown-report.ts';
import { buildTelemetry, renderTelemetry } from '../core/report/telemetry.ts';
import { buildResults, renderResults } from '../core/results.ts';
import { writeText } from '../storage/files/atomic.ts';
import { sweepFolder } from '../storage/trials/folders.ts';
import type { LevelShelf } from './level-shelf.ts';
import { readSweepRecord } from './sweep-record.ts';

/** Writes `report/` from what a sweep's folder holds now. Returns the path of REPORT.md. */
export async function writeReport(output: string, shelf: LevelShelf, sweep: string): Promise<string> {
  const record = await readSweepRecord(output, shelf, sweep);
  const results = buildResults(record);
  const folder = path.join(sweepFolder(output, sweep), 'report');
  await writeText(path.join(folder, 'results.json'), renderResults(results));
  await writeText(path.join(folder, 'results.csv'), renderCsv(results));
  await writeText(path.join(folder, 'telemetry.json'), renderTelemetry(buildTelemetry(record)));
  await writeText(path.join(folder, 'REPORT.md'), renderReport(record));
  return path.join(folder, 'REPORT.md');
}
