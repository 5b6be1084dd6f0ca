import { renderCsv } from '../core/report/csv.ts';
import { renderReport } from '../core/report/markdown-report.ts';
import { renderIndex } from '../core/report/page/index-page.ts';
import { drawingsOf, drawPlots } from '../core/report/page/plot-sections.ts';
import { svgFile } from '../core/report/plots/drawing.ts';
import type { SweepRecord } from '../core/report/sweep-record.ts';
import { buildTelemetry, renderTelemetry } from '../core/report/telemetry.ts';
import { buildResults, renderResults } from '../core/results.ts';
import { sideBySide } from '../storage/side-by-side.ts';
import type { Store } from '../storage/store/store.ts';
import { reportKey } from '../storage/trials/keys.ts';
import { modelSlug } from '../storage/trials/model-slug.ts';
import { type PageAssets, readAssets } from './report/assets.ts';
import { writeTrialPages } from './report/trial-pages.ts';
import { readSweepRecord } from './sweep-record.ts';

export const foldersOf = ({ models }: SweepRecord) => new Map(models.map((model) => [model, modelSlug(model)]));

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

/** Writes `report/` from what is stored of a sweep now. Returns the place of REPORT.md. */
export async function writeReport(store: Store, sweep: string): Promise<string> {
  const record = await readSweepRecord(store, sweep);
  const folder = reportKey(sweep);
  const assets = readAssets();
  const files = renderReportFiles(record, assets);
  // before the page that links to them
  await writeTrialPages(store, record, foldersOf(record), folder, assets);
  await sideBySide([...files], store.worthAtOnce, ([name, text]) => store.write(`${folder}/${name}`, text));
  return store.placeOf(`${folder}/REPORT.md`);
}
