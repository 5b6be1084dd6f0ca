import path from 'node:path';
import { renderCsv } from '../core/report/csv.ts';
import { renderReport } from '../core/report/markdown-report.ts';
import { renderIndex } from '../core/report/page/index-page.ts';
import { drawingsOf, drawPlots } from '../core/report/page/plot-sections.ts';
import { svgFile } from '../core/report/plots/drawing.ts';
import { buildTelemetry, renderTelemetry } from '../core/report/telemetry.ts';
import { buildResults, renderResults } from '../core/results.ts';
import { writeText } from '../storage/files/atomic.ts';
import { sweepFolder } from '../storage/trials/folders.ts';
import { modelSlug } from '../storage/trials/model-slug.ts';
import type { LevelShelf } from './level-shelf.ts';
import { readAssets } from './report/assets.ts';
import { writeTrialPages } from './report/trial-pages.ts';
import { readSweepRecord } from './sweep-record.ts';

/** Writes `report/` from what a sweep's folder holds now. Returns the path of REPORT.md. */
export async function writeReport(output: string, shelf: LevelShelf, sweep: string): Promise<string> {
  const record = await readSweepRecord(output, shelf, sweep);
  const results = buildResults(record);
  const telemetry = buildTelemetry(record);
  const folder = path.join(sweepFolder(output, sweep), 'report');
  const write = (name: string, text: string) => writeText(path.join(folder, name), text);
  await write('results.json', renderResults(results));
  await write('results.csv', renderCsv(results));
  await write('telemetry.json', renderTelemetry(telemetry));
  await write('REPORT.md', renderReport(record, results));
  const assets = readAssets();
  const folders = new Map(record.models.map((model) => [model, modelSlug(model)]));
  const plots = drawPlots(results, telemetry);
  for (const drawing of drawingsOf(plots)) await write(`${drawing.name}.svg`, svgFile(drawing));
  // before the page that links to them
  await writeTrialPages(output, record, folders, folder, assets);
  await write('index.html', renderIndex({ record, results, telemetry, plots, folders }, assets.index));
  return path.join(folder, 'REPORT.md');
}
