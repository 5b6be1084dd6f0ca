import path from 'node:path';
import { Command } from 'commander';
import type { SweepFile } from '../../core/sweep-input.ts';
import { withClient } from '../client.ts';
import { UserError } from '../exit.ts';
import { mustBeUp } from '../stack.ts';
import { followToTheEnd, readSweepFile, startSweep, sweepName, timeName, webUiLink } from '../sweeps.ts';

interface Options {
  model?: string[];
  provider?: SweepFile['provider'];
  levels?: string;
  samples?: number;
  name?: string;
  follow: boolean;
}

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UserError(`--samples ${text}: expected a whole number from 1 on`);
  return value;
};

/** What the flags say goes over what the file says. */
async function inputOf(file: string | undefined, { model, provider, levels, samples }: Options): Promise<SweepFile> {
  if (!file && !model) throw new UserError('name a sweep file or at least one --model; see "specgen sweep --help"');
  const fromFile = file ? await readSweepFile(file) : undefined;
  return {
    ...fromFile,
    models: model ?? fromFile?.models ?? [],
    ...(provider && { provider }),
    ...(levels && { levels }),
    ...(samples && { samples }),
  };
}

export const sweepCommand = (): Command =>
  new Command('sweep')
    .description('ask models for answers to levels, grade them, and follow it; it goes on without this command')
    .argument('[file]', 'sweep file (JSON), e.g. sweeps/demo.json')
    .option('-m, --model <model...>', 'provider:name, instead of the file’s models')
    .option('-p, --provider <provider>', 'provider of models without a prefix (default ollama)')
    .option('-l, --levels <levels>', 'e.g. 1-7 or 1,3,16 or all')
    .option('-s, --samples <number>', 'answers for each model and level', wholeNumber)
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
