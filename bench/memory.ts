import { readdirSync } from 'node:fs';
import path from 'node:path';
import { renderResponse } from '../core/prompt.ts';
import { textTable } from '../core/report/table.ts';
import { openGrader } from '../grading/grade.ts';
import { gradeResponse } from '../grading/grade-response.ts';
import { stateFolder } from '../grading/state-folder.ts';
import { freshCells, readPlainLevel } from './grading/cells.ts';
import { inLanes } from './grading/specgen.ts';
import { memoryOf } from './measure/cpu.ts';
import type { Report } from './measure/figures.ts';
import { withScratch } from './scratch.ts';

const looks = [100, 250, 500, 1000, 2000];
const batch = 50;

/** Memory of a process that grades answers nobody has built before, two at a time, and what is left on disk after them. */
export function benchMemory(gradings: number, report: Report): Promise<string> {
  return withScratch(async () => {
    const [folder, grader] = [await readPlainLevel(), await openGrader({ slots: 2 })];
    const rows: string[][] = [];
    for (let done = 0; done < gradings; ) {
      const cells = freshCells(folder, Math.min(batch, gradings - done));
      await inLanes(cells, 2, (cell) => gradeResponse(grader, cell.level, renderResponse(cell.files, '')));
      done += cells.length;
      if (looks.includes(done) || done === gradings) rows.push(row(done));
      report.line(`${done} of ${gradings} gradings, ${memoryOf(process.pid).nowMiB.toFixed(0)} MiB`);
    }
    return textTable(columns, rows);
  });
}

const columns = ['gradings', 'resident MiB', 'highest MiB', 'heap MiB', 'work folders left'].map((head) => ({
  head,
  align: 'right' as const,
}));

function row(done: number): string[] {
  const { nowMiB, highestMiB } = memoryOf(process.pid);
  const heap = process.memoryUsage().heapUsed / 2 ** 20;
  const left = readdirSync(path.join(stateFolder(), 'cache', 'work')).length;
  return [`${done}`, nowMiB.toFixed(0), highestMiB.toFixed(0), heap.toFixed(0), `${left}`];
}
