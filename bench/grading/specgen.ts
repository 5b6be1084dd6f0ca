import { renderResponse } from '../../core/prompt.ts';
import type { Grader } from '../../grading/grade.ts';
import { type GradedResponse, gradeResponse } from '../../grading/grade-response.ts';
import type { Finding } from './cells.ts';
import type { Contender } from './contender.ts';

/** specgen's own grader, from the text of a response to its score. `together` responses are under way at a time. */
export function specgenContender(name: string, grader: Grader, together: number): Contender {
  return {
    name,
    prepare: async (cells) => {
      const responses = cells.map((cell) => renderResponse(cell.files, ''));
      return () => inLanes(cells, together, (cell, index) => gradeResponse(grader, cell.level, responses[index]!).then(findingOf));
    },
  };
}

/** Works through items in order, so many at a time; results in the items' order. */
export async function inLanes<Item, Result>(
  items: Item[],
  lanes: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const entries = items.entries();
  const lane = async () => {
    for (const [index, item] of entries) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

function findingOf({ compile, tests }: GradedResponse): Finding {
  if (compile.build === 'compile-error') return 'broken';
  return Object.values(tests.verdicts).every(({ verdict }) => verdict === 'pass') ? 'right' : 'wrong';
}
