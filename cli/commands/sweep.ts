import path from 'node:path';
import { Command } from 'commander';
import { withClient } from '../client.ts';
import { mustBeUp } from '../stack.ts';
import { inputOf, type SweepFlags, withSweepFlags } from '../sweep-flags.ts';
import { followToTheEnd, startSweep, sweepName, timeName, webUiLink } from '../sweeps.ts';

interface Options extends SweepFlags {
  name?: string;
  follow: boolean;
}

export const sweepCommand = (): Command =>
  withSweepFlags(new Command('sweep'))
    .description('ask models for answers to levels, grade them, and follow it; it goes on without this command')
    .option('-n, --name <name>', 'name of the sweep, its workflow and its folder (default: the file’s name, or the time)')
    .option('--no-follow', 'start it and return at once')
    .action(async (file: string | undefined, options: Options) => {
      const input = await inputOf(file, options);
      const name = sweepName(options.name, file ? path.basename(file, '.json') : timeName('sweep'));
      mustBeUp();
      process.exitCode = await withClient(async (client) => {
        await startSweep(client, name, input);
        process.stdout.write(`sweep ${name} started${webUiLink(name) ? `; Web UI ${webUiLink(name)}` : ''}\n`);
        return options.follow ? await followToTheEnd(client, name) : 0;
      });
    });
