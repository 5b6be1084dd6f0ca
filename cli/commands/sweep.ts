import path from 'node:path';
import type { Client } from '@temporalio/client';
import { Command } from 'commander';
import { mustBeAnswered, withClient } from '../client.ts';
import { exit } from '../exit.ts';
import { inputOf, type SweepFlags, withSweepFlags } from '../sweep-flags.ts';
import { awaitAsJson, followToTheEnd, printJson, started, startSweep, sweepName, timeName, webUiLink } from '../sweeps.ts';

interface Options extends SweepFlags {
  name?: string;
  follow: boolean;
  json?: boolean;
}

export const sweepCommand = (): Command =>
  withSweepFlags(new Command('sweep'))
    .description('ask models for answers to levels, grade them, and follow it; the sweep goes on without this command')
    .option('-n, --name <name>', 'name of the sweep, its workflow and its folder (default: the name of the file, or the time)')
    .option('--no-follow', 'start it and return at once')
    .option('--json', 'show nothing meanwhile, and print the outcome as JSON')
    .action(async (file: string | undefined, options: Options) => {
      const input = await inputOf(file, options);
      const name = sweepName(options.name, file ? path.basename(file, '.json') : timeName('sweep'));
      process.exitCode = await withClient(async (client) => {
        await mustBeAnswered(client);
        await startSweep(client, name, input);
        return options.json ? await forPrograms(client, name, options.follow) : await forPeople(client, name, options.follow);
      });
    });

async function forPeople(client: Client, name: string, wait: boolean): Promise<number> {
  process.stdout.write(`sweep ${name} started${webUiLink(name) ? `; Web UI ${webUiLink(name)}` : ''}\n`);
  return wait ? await followToTheEnd(client, name) : exit.graded;
}

async function forPrograms(client: Client, name: string, wait: boolean): Promise<number> {
  if (wait) return await awaitAsJson(client, name);
  printJson(started(name));
  return exit.graded;
}
