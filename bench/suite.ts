import { benchGeneration } from './generation.ts';
import { benchGrading } from './grading/grading.ts';
import { benchMutants } from './grading/mutants.ts';
import { Figures } from './measure/figures.ts';
import { benchOrchestration } from './orchestration.ts';
import { benchReport } from './report/report.ts';
import { benchStart } from './start.ts';

const trials = 200;
const cells = 12;

/** Every part that needs no more than set-up, one after another; about five minutes on two cores. */
export async function benchSuite(rounds: number): Promise<string> {
  const figures = new Figures();
  await benchStart(figures);
  await benchOrchestration(trials, figures);
  await benchGeneration(figures);
  await benchGrading(rounds, cells, figures);
  await benchMutants(rounds, figures);
  await benchReport(rounds, figures);
  return figures.table();
}
