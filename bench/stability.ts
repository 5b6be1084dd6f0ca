import { availableParallelism } from 'node:os';
import { execa } from 'execa';
import type { LevelFolder } from '../core/level-folder.ts';
import type { Score } from '../core/score.ts';
import { selectLevels } from '../core/sweep-plan.ts';
import { type Grader, openGrader } from '../grading/grade.ts';
import { gradeResponse } from '../grading/grade-response.ts';
import { readLevelFolder } from '../storage/level-folders.ts';
import { listLevels } from '../storage/levels.ts';
import { specs } from './grading/cells.ts';
import { inLanes } from './grading/specgen.ts';
import type { Report } from './measure/figures.ts';
import { type Cost, measure } from './measure/measure.ts';
import { withScratch } from './scratch.ts';

/** A response whose verdicts are known. */
interface Known {
  folder: LevelFolder;
  name: string;
  response: string;
  verdicts: Record<string, string>;
}

/** Grades every calibration response of the levels anew, round after round, with all cores kept busy by others. */
export function benchStability({ levels, rounds }: { levels: string; rounds: number }, report: Report): Promise<string> {
  return withScratch(async () => {
    const [all, grader] = [await knownResponses(levels), await openGrader()];
    const differing: string[] = [];
    const costs: Cost[] = [];
    await whileBusy(async () => {
      for (let round = 1; round <= rounds; round++) {
        const { cost, result } = await measure(() => inLanes(all, availableParallelism(), (known) => differences(grader, known)));
        differing.push(...result.flat().map((line) => `round ${round}, ${line}`));
        costs.push(cost);
        report.line(`round ${round} of ${rounds}: ${result.flat().length} verdicts differ`);
      }
    });
    const verdicts = all.reduce((sum, { verdicts }) => sum + Object.keys(verdicts).length, 0) * rounds;
    const cpu = costs.reduce((sum, cost) => sum + cost.cpu, 0) / (all.length * rounds);
    const wall = costs.reduce((sum, cost) => sum + cost.wall, 0) / rounds;
    const others = costs.reduce((sum, cost) => sum + cost.others, 0) / rounds;
    const summary = `${all.length} responses ${rounds} times, ${wall.toFixed(0)} s a round, ${cpu.toFixed(2)} CPU s a response, others kept ${others.toFixed(1)} cores busy`;
    return `${summary}\n${[...differing, `${differing.length} of ${verdicts} verdicts differ (wanted: 0)`].join('\n')}\n`;
  });
}

async function knownResponses(wanted: string): Promise<Known[]> {
  const existing = (await listLevels(specs)).map((name) => ({ name, number: Number.parseInt(name, 10) }));
  const folders = await Promise.all(selectLevels(wanted, existing).map(({ name }) => readLevelFolder(specs, name)));
  return folders.flatMap((folder) => folder.calibration.map((one) => ({ folder, ...one })));
}

async function differences(grader: Grader, { folder, name, response, verdicts }: Known): Promise<string[]> {
  const { score } = await gradeResponse(grader, folder.level, response, true);
  const found = verdictsOf(score);
  const wrong = Object.keys({ ...verdicts, ...found }).filter((id) => found[id] !== verdicts[id]);
  return wrong.map((id) => `${folder.level.name}/${name} ${id}: expected ${verdicts[id]}, found ${found[id]}`);
}

const verdictsOf = (score: Score): Record<string, string> =>
  Object.fromEntries(score.checks.map((check) => [check.id, check.verdict === 'pass' ? 'pass' : check.reason]));

/** One endless loop for each core; should this program be killed, the CPU limit ends them. */
async function whileBusy<Result>(work: () => Promise<Result>): Promise<Result> {
  const burner = () => execa('sh', ['-c', 'ulimit -t 7200; while :; do :; done'], { reject: false });
  const burners = Array.from({ length: availableParallelism() }, burner);
  try {
    return await work();
  } finally {
    for (const one of burners) one.kill('SIGKILL');
    await Promise.all(burners);
  }
}
