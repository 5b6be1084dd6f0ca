import { Command } from 'commander';
import { withClient } from '../client.ts';
import { UserError } from '../exit.ts';
import { sweepMeant, withSweep } from '../running.ts';

/** Sends an update and prints what the sweep answers. */
async function update(name: string, wanted: string | undefined, asked: unknown): Promise<void> {
  const answer = await withClient(async (client) => {
    const sweep = await sweepMeant(client, wanted);
    return await withSweep(client, sweep, () => client.workflow.getHandle(sweep).executeUpdate<string, [unknown]>(name, { args: [asked] }));
  });
  process.stdout.write(`${answer}\n`);
}

const ofRunning = (name: string, description: string): Command =>
  new Command(name).description(description).argument('[sweep]', 'name of a sweep (default: the only one that runs)');

const ofModel = (command: Command): Command => command.option('-m, --model <model>', 'this model alone, by its full name provider:name');

export const pauseCommand = (): Command =>
  ofModel(ofRunning('pause', 'begin nothing new in a sweep; answers already begun are finished')).action(
    (sweep: string | undefined, asked: { model?: string }) => update('pause', sweep, asked),
  );

function dollars(text: string): number {
  const usd = Number(text.replace(/^\$/, ''));
  if (!(usd > 0)) throw new UserError(`--max-cost: expected US dollars above 0, such as 12.50; found ${text}`);
  return usd;
}

export const resumeCommand = (): Command =>
  ofModel(ofRunning('resume', 'let a paused sweep, or a paused model of it, go on'))
    .option('--max-cost <usd>', 'with this limit of cost from now on, of the sweep or of the model')
    .action((sweep: string | undefined, { model, maxCost }: { model?: string; maxCost?: string }) =>
      update('resume', sweep, { ...(model && { model }), ...(maxCost && { maxCostUsd: dollars(maxCost) }) }),
    );

export const limitCommand = (): Command =>
  ofModel(ofRunning('limit', 'change how many requests of a model are in flight while a sweep runs'))
    .requiredOption('-c, --concurrency <number>', '1 to 64; an Ollama host keeps one')
    .action((sweep: string | undefined, { model, concurrency }: { model?: string; concurrency: string }) =>
      update('setLimits', sweep, { concurrency: Number(concurrency), ...(model && { model }) }),
    );

export const addCommand = (): Command =>
  new Command('add')
    .description('add a model to a sweep that runs; it is asked for all levels of the sweep')
    .argument('<sweep>', 'name of a sweep')
    .argument('<model>', 'such as ollama:qwen2.5-coder:32b')
    .action((sweep: string, model: string) => update('addModel', sweep, model));

export const cancelCommand = (): Command =>
  new Command('cancel')
    .description('end a sweep; finished trials stay scored and the report is made')
    .argument('<sweep>', 'name of a sweep')
    .action(async (sweep: string) => {
      await withClient((client) => withSweep(client, sweep, () => client.workflow.getHandle(sweep).cancel()));
      process.stdout.write(`${sweep} is being cancelled; follow it with: specgen status ${sweep} --follow\n`);
    });
