import { Command } from 'commander';
import { bringUp, runInForeground } from '../stack.ts';

export const upCommand = (): Command =>
  new Command('up')
    .description('start the Temporal server, its Web UI and the three workers in the background')
    .option('--foreground', 'stay in the foreground; Ctrl-C ends everything')
    .option('--unsafe-no-sandbox', 'grade with your own rights where no sandbox can be had; every report says so')
    .action(async ({ foreground, unsafeNoSandbox }: { foreground?: boolean; unsafeNoSandbox?: boolean }) => {
      if (unsafeNoSandbox) process.env.SPECGEN_UNSAFE_NO_SANDBOX = '1';
      if (foreground) process.exit(await runInForeground());
      const { state, started } = await bringUp();
      process.stdout.write(
        `${started ? 'up' : 'up already'}: Temporal at ${state.address}${state.webUi ? `, Web UI ${state.webUi}` : ''}\n`,
      );
    });
