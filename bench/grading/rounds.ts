import type { LevelFolder } from '../../core/level-folder.ts';
import { type Cost, measure, median } from '../measure/measure.ts';
import { type Cell, type Finding, freshCells } from './cells.ts';
import { type Contender, expectFindings } from './contender.ts';

/** A contender, the cells it gets, and whose costs of the same round its own are divided by. */
export interface Entry {
  contender: Contender;
  level: LevelFolder;
  findings?: Finding[];
  anchor: string;
  /** What its CPU should not exceed: beside the anchor's, or in seconds a cell. */
  wanted?: { most: number; unit: 'ratio' | 'CPU s' };
  /** Grades its cells twice and counts the second time only. */
  again?: boolean;
}

/** Costs of one entry, per cell, round by round. */
export interface Series {
  entry: Entry;
  costs: Cost[];
}

/** A first round to warm up, which does not count, then rounds that begin with another entry each. */
export async function playRounds(entries: Entry[], rounds: number, cells: number, report: (line: string) => void): Promise<Series[]> {
  const series = entries.map((entry) => ({ entry, costs: [] as Cost[] }));
  for (const { entry } of series) await playOnce(entry, Math.min(3, cells));
  for (let round = 0; round < rounds; round++) {
    const shift = round % series.length;
    for (const one of [...series.slice(shift), ...series.slice(0, shift)]) one.costs.push(await playOnce(one.entry, cells));
    report(`round ${round + 1} of ${rounds}`);
  }
  return series;
}

async function playOnce({ contender, level, findings, again }: Entry, count: number): Promise<Cost> {
  const cells = freshCells(level, count, findings);
  if (again) await play(contender, cells);
  const cost = await play(contender, cells);
  return { cpu: cost.cpu / count, ownCpu: cost.ownCpu / count, wall: cost.wall / count, others: cost.others };
}

async function play(contender: Contender, cells: Cell[]): Promise<Cost> {
  const work = await contender.prepare(cells);
  const { cost, result } = await measure(work);
  expectFindings(contender, cells, result);
  return cost;
}

/** Ratios to the anchor's costs in the same round: the middle one and both ends. */
export function ratios(series: Series, anchor: Series, what: 'cpu' | 'wall'): { middle: number; low: number; high: number } {
  const found = series.costs.map((cost, round) => cost[what] / anchor.costs[round]![what]);
  return { middle: median(found), low: Math.min(...found), high: Math.max(...found) };
}
