import { Command } from 'commander';
import { withClient } from '../client.ts';
import { UserError } from '../exit.ts';

interface Asked {
  model?: string;
  maxCostUsd?: number;
}

async function update(name: 'pause' | 'resume', sweep: string, asked: Asked): Promise<void> {
  const answer = await withClient((client) => client.workflow.getHandle(sweep).executeUpdate<string, [Asked]>(name, { args: [asked] }));
  process.stdout.write(`${answer}\n`);
}

const steering = (name: string, description: string): Command =>
  new Command(name).description(description).argument('<sweep>', 'name of a sweep').option('-m, --model <model>', 'this model alone');

export const pauseCommand = (): Command =>
  steering('pause', 'begin nothing new in a sweep; answers already begun are finished').action((sweep: string, asked: Asked) =>
    update('pause', sweep, asked),
  );

function dollars(text: string): number {
  const usd = Number(text.replace(/^\$/, ''));
  if (!(usd > 0)) throw new UserError(`--max-cost: expected US dollars above 0, such as 12.50; found ${text}`);
  return usd;
}

export const resumeCommand = (): Command =>
  steering('resume', 'let a paused sweep go on')
    .option('--max-cost <usd>', 'with this limit of cost from now on, of the sweep or of the model')
    .action((sweep: string, { model, maxCost }: { model?: string; maxCost?: string }) =>
      update('resume', sweep, { ...(model && { model }), ...(maxCost && { maxCostUsd: dollars(maxCost) }) }),
    );
