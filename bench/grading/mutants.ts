import type { LevelFolder } from '../../core/level-folder.ts';
import { renderResponse } from '../../core/prompt.ts';
import { textTable } from '../../core/report/table.ts';
import { openGrader } from '../../grading/grade.ts';
import { gradeResponse } from '../../grading/grade-response.ts';
import { type Target, targetsOf } from '../../grading/mutants/targets.ts';
import { readLevelFolder } from '../../storage/level-folders.ts';
import type { Report } from '../measure/figures.ts';
import { type Cost, measure, median } from '../measure/measure.ts';
import { type Scratch, withScratch } from '../scratch.ts';
import { marked, specs } from './cells.ts';
import { type GoEnvironment, goEnvironment, moduleFile } from './go-commands.ts';
import { layScripts } from './scripts.ts';

/** Costs of an answer's own tests over every variant and mutant of a level, in one program and by `go test` for each. */
export function benchMutants(rounds: number, report: Report): Promise<string> {
  return withScratch(async (scratch) => {
    const folder = await readLevelFolder(specs, '04-berth-allocator');
    const targets = targetsOf(folder.level, 'bench');
    const ways = { one: await inOneProgram(folder), loop: loopOfGoTest(folder, targets, scratch, await goEnvironment(scratch)) };
    const costs = { one: [] as Cost[], loop: [] as Cost[] };
    for (let round = 0; round <= rounds; round++) {
      const order = round % 2 === 0 ? (['one', 'loop'] as const) : (['loop', 'one'] as const);
      for (const way of order) {
        const cost = await ways[way]();
        if (round > 0) costs[way].push(cost);
      }
      if (round > 0) report.line(`mutants, round ${round} of ${rounds}`);
    }
    report.figure('own tests of a model, CPU s a mutant', (median(costs.one.map(({ cpu }) => cpu)) / targets.length).toFixed(3), '≤ 0.1');
    return table(costs, targets.length);
  });
}

async function inOneProgram({ level, reference }: LevelFolder): Promise<() => Promise<Cost>> {
  const grader = await openGrader({ slots: 1 });
  return async () => {
    const response = renderResponse(
      reference.files.map((file) => marked(file)),
      '',
    );
    const { cost, result } = await measure(() => gradeResponse(grader, level, response));
    const failed = Object.entries(result.tests.verdicts).filter(([, { verdict }]) => verdict !== 'pass');
    if (failed.length > 0) throw new Error(`the reference of ${level.name} was expected to pass, but: ${JSON.stringify(failed)}`);
    return cost;
  };
}

function loopOfGoTest({ level, reference }: LevelFolder, targets: Target[], scratch: Scratch, env: GoEnvironment): () => Promise<Cost> {
  return async () => {
    const tests = reference.files.map((file) => marked(file));
    const scripts = targets.map((target) => ({
      files: [...target.files, ...tests, moduleFile(level.packages[0]!.path)],
      lines: ['go test -count=1 .'],
    }));
    const run = await layScripts(scratch.folder, scripts, 1, env);
    const { cost, result } = await measure(run);
    const survived = targets.filter((target, index) => target.group !== undefined && result[index]!.status === 0);
    if (survived.length > 0) throw new Error(`"go test" was expected to fail on ${survived.map(({ name }) => name).join(', ')}`);
    return cost;
  };
}

function table(costs: { one: Cost[]; loop: Cost[] }, targets: number): string {
  const line = (name: string, found: Cost[], wanted: string) => {
    const cpu = median(found.map((cost) => cost.cpu));
    const ratio = median(found.map((cost, round) => cost.cpu / costs.loop[round]!.cpu));
    return [name, cpu.toFixed(2), (cpu / targets).toFixed(3), ratio.toFixed(2), median(found.map((cost) => cost.wall)).toFixed(2), wanted];
  };
  const head = ['CPU s', 'CPU s a mutant', 'CPU ÷', 'wall s', 'wanted'].map((name) => ({ head: name, align: 'right' as const }));
  return textTable(
    [{ head: `own tests over ${targets} variants and mutants`, align: 'left' }, ...head],
    [line('go test for each, once', costs.loop, ''), line('specgen, one program, three times each', costs.one, '≤ 0.1 a mutant')],
  );
}
