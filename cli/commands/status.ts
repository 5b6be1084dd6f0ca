import type { Client } from '@temporalio/client';
import { Command } from 'commander';
import { orphanedRunners } from '../../providers/ollama/orphans.ts';
import { hostsAtWork } from '../../workers/pollers.ts';
import { serverIsNamed } from '../../workers/temporal-server.ts';
import { withClient } from '../client.ts';
import { UserError } from '../exit.ts';
import { liveProgress } from '../follow/live-progress.ts';
import { sweepMeant, withSweep } from '../running.ts';
import { runningStack } from '../stack.ts';
import { followToTheEnd, webUiLink } from '../sweeps.ts';
import { progressText } from '../terminal/progress-text.ts';

const stackLine = (): string => {
  const state = runningStack();
  if (!state) return `no stack is up here${serverIsNamed() ? '' : '; "specgen up" starts it'}`;
  const programs = state.processes.map(({ name, pid, state: is }) => `${name} ${is} (${pid})`).join(', ');
  return `up: Temporal at ${state.address}${state.webUi ? `, Web UI ${state.webUi}` : ''}\n${programs}`;
};

/** What takes memory from every model until somebody ends it. */
const orphanLines = (): string =>
  orphanedRunners()
    .map(({ pid, memoryMiB }) => `warning: an Ollama runner without its server holds ${memoryMiB} MiB; end it with: kill ${pid}\n`)
    .join('');

/** Each host with the queues that it answers, as the server sees it. */
async function hostLines(client: Client): Promise<string[]> {
  const hosts = await hostsAtWork(client);
  return [...hosts].map(([host, queues]) => `host ${host}: ${queues.join(', ')}`);
}

interface ListedSweep {
  sweep: string;
  status: string;
  startedAt: string;
}

async function listSweeps(client: Client): Promise<ListedSweep[]> {
  const sweeps: ListedSweep[] = [];
  for await (const { workflowId, status, startTime } of client.workflow.list({ query: "WorkflowType='sweep'" }))
    sweeps.push({ sweep: workflowId, status: status.name.toLowerCase(), startedAt: startTime.toISOString() });
  return sweeps;
}

const sweepLine = ({ sweep, status, startedAt }: ListedSweep): string =>
  `${sweep.padEnd(32)} ${status.padEnd(12)} ${startedAt.slice(0, 16)}`;

/** The stack, the hosts at work and all sweeps that the server knows, the newest first; as JSON the sweeps alone. */
const overview = (json: boolean): Promise<string> =>
  withClient(async (client) => {
    const sweeps = await listSweeps(client);
    if (json) return `${JSON.stringify(sweeps, null, 2)}\n`;
    const lines = sweeps.length > 0 ? sweeps.map(sweepLine) : ['no sweeps yet; "specgen sweep sweeps/demo.json" starts one'];
    return `${stackLine()}\n${orphanLines()}\n${[...(await hostLines(client)), ...lines].join('\n')}\n`;
  });

export const statusCommand = (): Command =>
  new Command('status')
    .description('the stack and all sweeps, or one sweep: trials, points and the state of each model')
    .argument('[sweep]', 'name of a sweep (with --follow, default: the only one that runs)')
    .option('-f, --follow', 'show it until it ends')
    .option('--json', 'print the progress of one sweep, or the list of all, as JSON')
    .action(async (wanted: string | undefined, { follow, json }: { follow?: boolean; json?: boolean }) => {
      if (!wanted && !follow) {
        process.stdout.write(await overview(json === true));
        return;
      }
      process.exitCode = await withClient(async (client) => {
        const sweep = await sweepMeant(client, wanted);
        const { status } = await withSweep(client, sweep, () => client.workflow.getHandle(sweep).describe());
        if (follow && status.name === 'RUNNING') return await followToTheEnd(client, sweep);
        const progress = await liveProgress(client, sweep);
        if (!progress)
          throw new UserError(`the sweep ${sweep} (${status.name.toLowerCase()}) tells nothing; "npx specgen doctor" checks the workers`);
        if (json) {
          process.stdout.write(`${JSON.stringify(progress, null, 2)}\n`);
          return 0;
        }
        const link = webUiLink(sweep);
        process.stdout.write(
          `${sweep}: ${progress.state}, ${progress.done} of ${progress.total} trials\n\n${progressText(progress)}\n${link ? `\nWeb UI  ${link}\n` : ''}`,
        );
        return 0;
      });
    });
