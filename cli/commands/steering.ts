import { Command } from 'commander';
import { withClient } from '../client.ts';
import { UserError } from '../exit.ts';

async function update(name: string, sweep: string, asked: unknown): Promise<void> {
  const answer = await withClient((client) => client.workflow.getHandle(sweep).executeUpdate<string, [unknown]>(name, { args: [asked] }));
  process.stdout.write(`${answer}\n`);
}

const steering = (name: string, description: string): Command =>
  new Command(name).description(description).argument('<sweep>', 'name of a sweep');

const ofModel = (command: Command): Command => command.option('-m, --model <model>', 'this model alone');

export const pauseCommand = (): Command =>
  ofModel(steering('pause', 'begin nothing new in a sweep; answers already begun are finished')).action(
    (sweep: string, asked: { model?: string }) => update('pause', sweep, asked),
  );

function dollars(text: string): number {
  const usd = Number(text.replace(/^\$/, ''));
  if (!(usd > 0)) throw new UserError(`--max-cost: expected US dollars above 0, such as 12.50; found ${text}`);
  return usd;
}

export const resumeCommand = (): Command =>
  ofModel(steering('resume', 'let a paused sweep go on'))
    .option('--max-cost <usd>', 'with this limit of cost from now on, of the sweep or of the model')
    .action((sweep: string, { model, maxCost }: { model?: string; maxCost?: string }) =>
      update('resume', sweep, { ...(model && { model }), ...(maxCost && { maxCostUsd: dollars(maxCost) }) }),
    );

export const limitCommand = (): Command =>
  ofModel(steering('limit', 'change how many requests of a model are in flight while a sweep runs'))
    .requiredOption('-c, --concurrency <number>', '1 to 64; an Ollama host keeps one')
    .action((sweep: string, { model, concurrency }: { model?: string; concurrency: string }) =>
      update('setLimits', sweep, { concurrency: Number(concurrency), ...(model && { model }) }),
    );

export const addCommand = (): Command =>
  steering('add', 'add a model to a sweep that runs')
    .argument('<model>', 'such as ollama:qwen2.5-coder:32b')
    .action((sweep: string, model: string) => update('addModel', sweep, model));

export const cancelCommand = (): Command =>
  steering('cancel', 'end a sweep; finished trials stay scored and the report is made').action(async (sweep: string) => {
    await withClient((client) => client.workflow.getHandle(sweep).cancel());
    process.stdout.write(`${sweep} is being cancelled; follow it with: specgen status ${sweep} --follow\n`);
  });
