import { Command } from 'commander';
import { checkLevelsCommand } from './commands/check-levels.ts';
import { compareCommand } from './commands/compare.ts';
import { demoCommand } from './commands/demo.ts';
import { downCommand } from './commands/down.ts';
import { exportCommand } from './commands/export.ts';
import { gradeCommand } from './commands/grade.ts';
import { levelsCommand } from './commands/levels.ts';
import { logsCommand } from './commands/logs.ts';
import { modelsCommand } from './commands/models.ts';
import { newLevelCommand } from './commands/new-level.ts';
import { planCommand } from './commands/plan.ts';
import { proveContinuationCommand } from './commands/prove-continuation.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { scoreCommand } from './commands/score.ts';
import { showCommand } from './commands/show.ts';
import { statusCommand } from './commands/status.ts';
import { addCommand, cancelCommand, limitCommand, pauseCommand, resumeCommand } from './commands/steering.ts';
import { sweepCommand } from './commands/sweep.ts';
import { upCommand } from './commands/up.ts';
import { verifyCommand } from './commands/verify.ts';
import { watchCommand } from './commands/watch.ts';
import { workerCommand } from './commands/worker.ts';
import { exit } from './exit.ts';
import { explain } from './terminal/explain.ts';

const program = new Command('specgen')
  .description('Which model writes Go that can be trusted, on this machine, for this money.')
  .version('0.1.0')
  .showHelpAfterError('(see specgen --help)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? exit.graded : exit.usage));

const stack = [upCommand, downCommand, workerCommand, logsCommand];
const sweeps = [planCommand, sweepCommand, runCommand, statusCommand, watchCommand, demoCommand];
const steering = [pauseCommand, resumeCommand, limitCommand, addCommand, cancelCommand];
const results = [reportCommand, showCommand, compareCommand, exportCommand, verifyCommand, scoreCommand];
const levels = [levelsCommand, gradeCommand, checkLevelsCommand, newLevelCommand];
const models = [modelsCommand, proveContinuationCommand];
for (const command of [...stack, ...sweeps, ...steering, ...results, ...levels, ...models]) program.addCommand(command());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`specgen: ${explain(error)}\n`);
  process.exit(exit.usage);
}
