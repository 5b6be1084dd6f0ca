import { Argument, Command } from 'commander';
import { candidates } from '../completion/candidates.ts';
import { names } from '../completion/names.ts';
import { completionScript, type Shell, shells } from '../completion/scripts.ts';

export const completionCommand = (): Command =>
  new Command('completion')
    .description('print what a shell reads to complete commands, options, and names of sweeps, models and levels')
    .addArgument(new Argument('<shell>', 'which one').choices(shells))
    .action((shell: Shell) => {
      process.stdout.write(`${completionScript(shell)}\n`);
    });

/** What the printed scripts call: the words so far, the last of them begun or empty. */
export const completeCommand = (): Command =>
  new Command('complete').argument('[words...]').action(async (words: string[], _options: object, command: Command) => {
    const offer = await candidates(command.parent as Command, words, names);
    const lines = offer === 'files' ? [':files'] : offer.map(({ value, meaning }) => (meaning ? `${value}\t${meaning}` : value));
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  });
