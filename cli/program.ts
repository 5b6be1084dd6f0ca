import { Command } from 'commander';
import { checkLevelsCommand } from './commands/check-levels.ts';
import { codecServerCommand } from './commands/codec-server.ts';
import { compareCommand } from './commands/compare.ts';
import { completeCommand, completionCommand } from './commands/completion.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
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
import { closing, helpful } from './help/helpful.ts';

const stack = [upCommand, downCommand, logsCommand, workerCommand, codecServerCommand, demoCommand];
const sweeps = [planCommand, sweepCommand, runCommand, statusCommand, watchCommand];
const steering = [pauseCommand, resumeCommand, limitCommand, addCommand, cancelCommand];
const results = [reportCommand, showCommand, compareCommand, exportCommand, verifyCommand, scoreCommand];
const levels = [levelsCommand, newLevelCommand, gradeCommand, checkLevelsCommand];
const machine = [doctorCommand, modelsCommand, proveContinuationCommand, completionCommand];

/** The whole tree of commands: what is run, what the help shows, and what shells complete. */
export function createProgram(): Command {
  const program = helpful(new Command('specgen'))
    .description('Which model writes Go that can be trusted, on this machine, for this money.')
    .usage('<command> [options]')
    .option('-V, --version', 'versions of specgen, its levels and its tools')
    .helpCommand(false)
    .configureHelp({ ...helpful(new Command()).configureHelp(), subcommandTerm: (command: Command) => command.name() })
    .addHelpText('after', closing);
  for (const command of [...stack, ...sweeps, ...steering, ...results, ...levels, ...machine]) program.addCommand(helpful(command()));
  program.addCommand(completeCommand(), { hidden: true });
  for (const command of [program, ...program.commands]) inOneWay(command);
  return program;
}

/** Wrong usage: what is wrong, a near name if there is one, where the help is; and an exit code of ours. */
const inOneWay = (command: Command): Command =>
  command
    .showHelpAfterError(`(see ${command.parent ? `specgen ${command.name()}` : 'specgen'} --help)`)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? exit.graded : exit.usage));
