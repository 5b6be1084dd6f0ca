import { Command } from 'commander';
import { readSweepInput, type SweepFile } from '../../core/sweep-input.ts';
import { planModel } from '../../core/sweep-plan.ts';
import { openStore, ownSpecs } from '../../storage/places.ts';
import { trialKey } from '../../storage/trials/keys.ts';
import { mustBeAnswered, withClient } from '../client.ts';
import { levelOf } from '../level-argument.ts';
import { providerOption } from '../sweep-flags.ts';
import { awaitAsJson, followToTheEnd, startSweep, sweepName, timeName } from '../sweeps.ts';
import { shownPlace } from '../terminal/place.ts';

interface Options {
  model: string;
  spec: string;
  provider?: NonNullable<SweepFile['provider']>;
  name?: string;
  json?: boolean;
}

export const runCommand = (): Command =>
  new Command('run')
    .description('ask one model for one answer to one level, and grade it; as a sweep of its own')
    .requiredOption('-m, --model <model>', 'e.g. qwen2.5-coder:32b or anthropic:NAME')
    .requiredOption('-s, --spec <level>', 'number, folder or spec.md of a level')
    .addOption(providerOption())
    .option('-n, --name <name>', 'name of the sweep that this is (default: the time)')
    .option('--json', 'show nothing meanwhile, and print the outcome as JSON')
    .action(async ({ model, spec, provider, name, json }: Options) => {
      const { level, specs } = await levelOf(spec);
      const input: SweepFile = {
        models: [model],
        ...(provider && { provider }),
        levels: [level.number],
        samples: 1,
        ...(specs !== ownSpecs() && { specs }),
      };
      const sweep = sweepName(name, timeName('run'));
      process.exitCode = await withClient(async (client) => {
        await mustBeAnswered(client);
        await startSweep(client, sweep, input);
        return json ? await awaitAsJson(client, sweep) : await followToTheEnd(client, sweep);
      });
      if (json) return;
      const trial = { sweep, model: planModel(model, readSweepInput(input)).id, level: level.name, sample: 1 };
      process.stdout.write(`trial   ${shownPlace((await openStore()).placeOf(trialKey(trial)))}/\n`);
    });
