import { Command } from 'commander';
import { bringUp, runInForeground } from '../stack.ts';

export const upCommand = (): Command =>
  new Command('up')
    .description('start the Temporal server, its Web UI and the three workers in the background')
    .option('--foreground', 'stay in the foreground; Ctrl-C ends everything')
    .action(async ({ foreground }: { foreground?: boolean }) => {
      if (foreground) process.exit(await runInForeground());
      const { state, started } = await bringUp();
      process.stdout.write(
        `${started ? 'up' : 'up already'}: Temporal at ${state.address}${state.webUi ? `, Web UI ${state.webUi}` : ''}\n`,
      );
    });
