import path from 'node:path';
import { renderCsv } from '../core/report/csv.ts';
import { renderReport } from '../core/report/markdown-report.ts';
import { renderIndex } from '../core/report/page/index-page.ts';
import { drawingsOf, drawPlots } from '../core/report/page/plot-sections.ts';
import { svgFile } from '../core/report/plots/drawing.ts';
import type { SweepRecord } from '../core/report/sweep-record.ts';
import { buildTelemetry, renderTelemetry } from '../core/report/telemetry.ts';
import { buildResults, renderResults } from '../core/results.ts';
import { writeText } from '../storage/files/atomic.ts';
import { sweepFolder } from '../storage/trials/folders.ts';
import { modelSlug } from '../storage/trials/model-slug.ts';
import { type PageAssets, readAssets } from './report/assets.ts';
import { writeTrialPages } from './report/trial-pages.ts';
import { readSweepRecord } from './sweep-record.ts';

const foldersOf = ({ models }: SweepRecord) => new Map(models.map((model) => [model, modelSlug(model)]));

/** Every file of `report/` that follows from the record alone, by name. */
export function renderReportFiles(record: SweepRecord, assets: PageAssets = readAssets()): Map<string, string> {
  const results = buildResults(record);
  const telemetry = buildTelemetry(record);
  const plots = drawPlots(results, telemetry);
  return new Map([
    ['results.json', renderResults(results)],
    ['results.csv', renderCsv(results)],
    ['telemetry.json', renderTelemetry(telemetry)],
    ['REPORT.md', renderReport(record, results)],
    ...drawingsOf(plots).map((drawing) => [`${drawing.name}.svg`, svgFile(drawing)] as const),
    ['index.html', renderIndex({ record, results, telemetry, plots, folders: foldersOf(record) }, assets.index)],
  ]);
}

/** Writes `report/` from what a sweep's folder holds now. Returns the path of REPORT.md. */
export async function writeReport(output: string, sweep: string): Promise<string> {
  const record = await readSweepRecord(output, sweep);
  const folder = path.join(sweepFolder(output, sweep), 'report');
  const assets = readAssets();
  const files = renderReportFiles(record, assets);
  // before the page that links to them
  await writeTrialPages(output, record, foldersOf(record), folder, assets);
  for (const [name, text] of files) await writeText(path.join(folder, name), text);
  return path.join(folder, 'REPORT.md');
}
