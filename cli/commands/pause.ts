import { Command } from 'commander';
import { withClient } from '../client.ts';

const steering = (update: 'pause' | 'resume', description: string): Command =>
  new Command(update)
    .description(description)
    .argument('<sweep>', 'name of a sweep')
    .option('-m, --model <model>', 'this model alone')
    .action(async (sweep: string, { model }: { model?: string }) => {
      const answer = await withClient((client) =>
        client.workflow.getHandle(sweep).executeUpdate<string, [{ model?: string }]>(update, { args: [model ? { model } : {}] }),
      );
      process.stdout.write(`${answer}\n`);
    });

export const pauseCommand = (): Command => steering('pause', 'begin nothing new in a sweep; answers already begun are finished');
export const resumeCommand = (): Command => steering('resume', 'let a paused sweep go on');
