import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { textTable } from '../../core/report/table.ts';
import { launch, openFile } from '../../test/browser/browser.ts';
import { madeUpSweep } from '../../test/report/made-up-sweep.ts';
import { storeSweep, usualTexts } from '../../test/report/stored-sweep.ts';
import { undoing } from '../measure/ending.ts';
import type { Report } from '../measure/figures.ts';
import { median } from '../measure/measure.ts';

interface Cost {
  wallSeconds: number;
  cpuSeconds: number;
  memoryMB: number;
}

const sizes = [
  { models: 22, levels: 20, samples: 5, wanted: '≤ 1.5' },
  { models: 20, levels: 20, samples: 25, wanted: '≤ 6' },
];

/** What a whole report costs over sweeps of 2,200 and 10,000 trials: the first one, and one written again. */
export async function benchReport(rounds: number, report: Report): Promise<string> {
  const rows: string[][] = [];
  for (const size of sizes) {
    const folder = mkdtempSync(path.join(tmpdir(), 'specgen-bench-report-'));
    rows.push(
      await undoing(
        () => rmSync(folder, { recursive: true, force: true }),
        () => measured(folder, size, rounds, report),
      ),
    );
  }
  const heads = ['first: CPU s', 'wall s', 'MB', 'again: CPU s', 'wall s', 'MB', 'index.html MB', 'first paint s'];
  return textTable([{ head: 'trials', align: 'left' }, ...heads.map((head) => ({ head, align: 'right' as const }))], rows);
}

async function measured(folder: string, size: (typeof sizes)[number], rounds: number, report: Report): Promise<string[]> {
  const record = madeUpSweep(size);
  const output = path.join(folder, 'output');
  storeSweep(output, record, usualTexts);
  const pages = path.join(output, record.sweep, 'report');
  const [first, again]: [Cost[], Cost[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    report.line(`${record.trials.length} trials, round ${round} of ${rounds}`);
    rmSync(pages, { recursive: true, force: true });
    first.push(await once(output, record.sweep));
    again.push(await once(output, record.sweep));
  }
  const index = path.join(pages, 'index.html');
  const wall = median(first.map(({ wallSeconds }) => wallSeconds));
  report.figure(`report over ${record.trials.length} trials, wall s`, wall.toFixed(2), size.wanted);
  const indexSize = (statSync(index).size / 1e6).toFixed(2);
  return [String(record.trials.length), ...costs(first), ...costs(again), indexSize, (await firstPaint(index)).toFixed(2)];
}

async function once(output: string, sweep: string): Promise<Cost> {
  const { stdout } = await execa(process.execPath, [path.join(import.meta.dirname, 'one-report.ts'), output, sweep]);
  return JSON.parse(stdout) as Cost;
}

/** CPU and wall by their medians, memory at its highest. */
function costs(found: Cost[]): string[] {
  const middle = (key: keyof Cost) => median(found.map((cost) => cost[key])).toFixed(2);
  return [middle('cpuSeconds'), middle('wallSeconds'), Math.max(...found.map(({ memoryMB }) => memoryMB)).toFixed(0)];
}

/** Seconds from opening the page to its first paint, the browser running already (W3C Paint Timing). */
async function firstPaint(file: string): Promise<number> {
  const browser = await launch();
  try {
    const { page } = await openFile(browser, file);
    // the page may be loaded before it is painted
    const painted = await page.waitForFunction(`performance.getEntriesByName('first-paint')[0]?.startTime`);
    return Number(await painted.jsonValue()) / 1000;
  } finally {
    await browser.close();
  }
}
