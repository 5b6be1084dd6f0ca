import { existsSync } from 'node:fs';
import path from 'node:path';
import { Argument, Command } from 'commander';
import { execa } from 'execa';
import { stateFolder } from '../../grading/state-folder.ts';

const programs = ['supervisor', 'temporal', 'orchestrator', 'generation', 'grading'];

export const logsCommand = (): Command =>
  new Command('logs')
    .description('print what the programs of the stack wrote')
    .addArgument(new Argument('[program]', 'one of them').choices(programs))
    .option('-f, --follow', 'go on printing')
    .action(async (program: string | undefined, { follow }: { follow?: boolean }) => {
      const wanted = (program ? [program] : programs).map((name) => path.join(stateFolder(), 'logs', `${name}.log`));
      const files = wanted.filter((file) => existsSync(file));
      if (files.length === 0) process.stdout.write('no logs yet; "specgen up" starts the stack\n');
      else await execa('tail', ['-n', '200', ...(follow ? ['-F'] : []), ...files], { stdio: 'inherit', reject: false });
    });
