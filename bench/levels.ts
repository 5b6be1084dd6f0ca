import { renderResponse } from '../core/prompt.ts';
import { openGrader } from '../grading/grade.ts';
import { gradeResponse } from '../grading/grade-response.ts';
import { readLevelFolder } from '../storage/level-folders.ts';
import { listLevels } from '../storage/levels.ts';
import { specs } from './grading/cells.ts';
import { type Cost, measure, median } from './measure/measure.ts';
import { withScratch } from './scratch.ts';

const columns = ['level'.padEnd(26), 'build, CPU s', 'build and tests, CPU s', 'wall s'];

/**
 * What one right answer to each level costs, graded anew, one at a time. The first column, gate and build alone, is
 * nearly all compiler and linker: the floor of that answer.
 */
export function benchLevels(rounds: number): Promise<string> {
  return withScratch(async () => {
    const grader = await openGrader();
    const rows: string[] = [];
    for (const name of await listLevels(specs)) {
      const { level, reference } = await readLevelFolder(specs, name);
      const answer = { files: reference.files, observations: [] };
      const response = renderResponse(reference.files, reference.prose);
      const [builds, whole]: [Cost[], Cost[]] = [[], []];
      // the first round of a level also makes what its later ones share
      for (let round = 0; round <= rounds; round++) {
        const build = await measure(() => grader.compileAnswer(level, answer, true));
        const all = await measure(() => gradeResponse(grader, level, response, true));
        if (round > 0) builds.push(build.cost);
        if (round > 0) whole.push(all.cost);
      }
      const middle = (costs: Cost[], of: 'cpu' | 'wall') => median(costs.map((cost) => cost[of])).toFixed(2);
      rows.push(
        [name.padEnd(26), middle(builds, 'cpu').padStart(12), middle(whole, 'cpu').padStart(22), middle(whole, 'wall').padStart(6)].join(
          '  ',
        ),
      );
    }
    return `${[columns.join('  '), ...rows].join('\n')}\n`;
  });
}
