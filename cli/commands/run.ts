import { Command } from 'commander';
import { readSweepInput, type SweepFile } from '../../core/sweep-input.ts';
import { planModel } from '../../core/sweep-plan.ts';
import { openStore, ownSpecs } from '../../storage/places.ts';
import { trialKey } from '../../storage/trials/keys.ts';
import { withClient } from '../client.ts';
import { levelOf } from '../level-argument.ts';
import { mustBeUp } from '../stack.ts';
import { followToTheEnd, startSweep, sweepName, timeName } from '../sweeps.ts';
import { shownPlace } from '../terminal/place.ts';

export const runCommand = (): Command =>
  new Command('run')
    .description('one model, one level, one answer')
    .requiredOption('-m, --model <model>', 'e.g. qwen2.5-coder:32b or anthropic:NAME')
    .requiredOption('-s, --spec <level>', 'number, folder or spec.md of a level')
    .option('-p, --provider <provider>', 'provider of a model without a prefix', 'ollama')
    .option('-n, --name <name>', 'name of the sweep that this is (default: the time)')
    .action(async ({ model, spec, provider, name }: { model: string; spec: string; provider: string; name?: string }) => {
      mustBeUp();
      const { level, specs } = await levelOf(spec);
      const input: SweepFile = {
        models: [model],
        provider: provider as NonNullable<SweepFile['provider']>,
        levels: [level.number],
        samples: 1,
        ...(specs !== ownSpecs() && { specs }),
      };
      const sweep = sweepName(name, timeName('run'));
      process.exitCode = await withClient(async (client) => {
        await startSweep(client, sweep, input);
        return await followToTheEnd(client, sweep);
      });
      const trial = { sweep, model: planModel(model, readSweepInput(input)).id, level: level.name, sample: 1 };
      process.stdout.write(`trial   ${shownPlace((await openStore()).placeOf(trialKey(trial)))}/\n`);
    });
