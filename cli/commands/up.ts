import { Command } from 'commander';
import { stateFolder } from '../../grading/state-folder.ts';
import { ownServer } from '../../workers/temporal-server.ts';
import { withClient } from '../client.ts';
import { bringUp, runInForeground } from '../stack.ts';

export const upCommand = (): Command =>
  new Command('up')
    .description('start the Temporal server, its Web UI and the three workers in the background')
    .option('--foreground', 'stay in the foreground; Ctrl-C ends everything')
    .option('--unsafe-no-sandbox', 'grade with your own rights where no sandbox can be had; every report says so')
    .action(async ({ foreground, unsafeNoSandbox }: { foreground?: boolean; unsafeNoSandbox?: boolean }) => {
      if (unsafeNoSandbox) process.env.SPECGEN_UNSAFE_NO_SANDBOX = '1';
      // somebody's server is there, or nothing here can be ready
      if (!ownServer(stateFolder())) await withClient(async () => undefined);
      if (foreground) process.exit(await runInForeground());
      const { state, started } = await bringUp();
      process.stdout.write(
        `${started ? 'up' : 'up already'}: Temporal at ${state.address}${state.webUi ? `, Web UI ${state.webUi}` : ''}\n`,
      );
    });
