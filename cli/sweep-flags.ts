import path from 'node:path';
import { type Command, Option } from 'commander';
import type { SweepFile } from '../core/sweep-input.ts';
import { UserError } from './exit.ts';
import { readSweepFile } from './sweeps.ts';

export interface SweepFlags {
  model?: string[];
  provider?: SweepFile['provider'];
  levels?: string;
  samples?: number;
  specs?: string;
}

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UserError(`--samples ${text}: expected a whole number from 1 on`);
  return value;
};

/** Whose models are those without a prefix. */
export const providerOption = (): Option =>
  new Option('-p, --provider <provider>', 'provider of models without a prefix (default: ollama)').choices([
    'ollama',
    'anthropic',
    'openai',
    'builtin',
  ]);

/** What says which sweep is meant: a file, flags, or both. */
export const withSweepFlags = (command: Command): Command =>
  command
    .argument('[file]', 'sweep file (JSON), e.g. sweeps/demo.json')
    .option('-m, --model <model...>', 'provider:name, one or several, instead of those of the file')
    .addOption(providerOption())
    .option('-l, --levels <levels>', 'such as 1-7, 1,3,16 or all (default: all)')
    .option('-s, --samples <number>', 'answers for each model and level (default: 5)', wholeNumber)
    .option('--specs <folder>', 'levels of your own, instead of specgen’s or the file’s');

/** What the flags say goes over what the file says. */
export async function inputOf(file: string | undefined, { model, provider, levels, samples, specs }: SweepFlags): Promise<SweepFile> {
  if (!file && !model) throw new UserError('name a sweep file or at least one --model; see "specgen sweep --help"');
  const fromFile = file ? await readSweepFile(file) : undefined;
  return {
    ...fromFile,
    models: model ?? fromFile?.models ?? [],
    ...(provider && { provider }),
    ...(levels && { levels }),
    ...(samples && { samples }),
    ...(specs && { specs: path.resolve(specs) }),
  };
}
