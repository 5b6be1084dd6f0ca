import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { writeReport } from '../../activities/report.ts';
import { type Moved, type Rescoring, scoreAgain } from '../../audit/score-again.ts';
import { openGrader } from '../../grading/grade.ts';
import { openStore } from '../../storage/places.ts';
import { versions } from '../../workers/versions.ts';
import { UserError } from '../exit.ts';
import { isRunning } from '../sweeps.ts';
import { counter } from '../terminal/counter.ts';

export const scoreCommand = (): Command =>
  new Command('score')
    .description('grade the stored responses of a sweep again, after a level or the grader changed; no model is called')
    .argument('<sweep>', 'name of a sweep')
    .option('--json', 'print what moved as JSON')
    .option('--specs <folder>', 'where the levels of the sweep are now, if not where it found them')
    .option('--unsafe-no-sandbox', 'run answers with your own rights where no sandbox can be had')
    .action(async (sweep: string, { json, specs, unsafeNoSandbox }: { json?: boolean; specs?: string; unsafeNoSandbox?: boolean }) => {
      if (await isRunning(sweep)) throw new UserError(`the sweep ${sweep} still runs and grades; wait for its end, or cancel it`);
      const store = await openStore();
      const rescoring = await scoreAgain(sweep, await versions(), {
        store,
        specs,
        grader: await openGrader({ unsandboxed: unsafeNoSandbox === true }),
        atOnce: availableParallelism(),
        progress: counter('scored'),
      });
      await writeReport(store, sweep);
      process.stdout.write(json ? `${JSON.stringify(rescoring, null, 2)}\n` : `${told(rescoring).join('\n')}\n`);
    });

function told({ sweep, graded, levels, moved }: Rescoring): string[] {
  const changed = Object.entries(levels).map(([name, { from, to }]) => `${name} changed: ${from.slice(0, 12)} → ${to.slice(0, 12)}`);
  const points = moved.filter(({ from, to }) => from !== to).length;
  const sums = `${sweep}: ${graded} responses graded again, the points of ${points} moved; the report is written anew`;
  return [...changed, ...moved.flatMap(lines), sums];
}

function lines({ trial: { model, level, sample }, from, to, why, checks }: Moved): string[] {
  const head = `${model} ${level} sample ${sample}: ${from ?? 'not scored'} → ${to ?? 'not scored'}, ${why}`;
  return [head, ...checks.filter(({ check }) => check !== 'all').map(({ check, stored, now }) => `  ${check}  ${stored} → ${now}`)];
}
