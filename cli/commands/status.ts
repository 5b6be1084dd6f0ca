import type { Client } from '@temporalio/client';
import { Command } from 'commander';
import { orphanedRunners } from '../../providers/ollama/orphans.ts';
import { hostsAtWork } from '../../workers/pollers.ts';
import { serverIsNamed } from '../../workers/temporal-server.ts';
import { withClient } from '../client.ts';
import { UserError } from '../exit.ts';
import { liveProgress } from '../follow/live-progress.ts';
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

async function listHostsAndSweeps(): Promise<string> {
  return await withClient(async (client) => {
    const hosts = await hostLines(client);
    const lines: string[] = [];
    for await (const { workflowId, status, startTime } of client.workflow.list({ query: "WorkflowType='sweep'" })) {
      lines.push(`${workflowId.padEnd(32)} ${status.name.toLowerCase().padEnd(12)} ${startTime.toISOString().slice(0, 16)}`);
    }
    const sweeps = lines.length > 0 ? lines : ['no sweeps yet; "specgen sweep sweeps/demo.json" starts one'];
    return [...hosts, ...sweeps].join('\n');
  });
}

export const statusCommand = (): Command =>
  new Command('status')
    .description('the stack and all sweeps, or one sweep: trials, points and the state of each model')
    .argument('[sweep]', 'name of a sweep')
    .option('-f, --follow', 'show it until it ends')
    .option('--json', 'print the progress of one sweep as JSON')
    .action(async (sweep: string | undefined, { follow, json }: { follow?: boolean; json?: boolean }) => {
      if (!sweep) {
        if (json) throw new UserError('--json tells of one sweep; name it');
        process.stdout.write(`${stackLine()}\n${orphanLines()}\n${await listHostsAndSweeps()}\n`);
        return;
      }
      process.exitCode = await withClient(async (client) => {
        const { status } = await client.workflow.getHandle(sweep).describe();
        if (follow && status.name === 'RUNNING') return await followToTheEnd(client, sweep);
        const progress = await liveProgress(client, sweep);
        if (!progress)
          throw new UserError(`the sweep ${sweep} (${status.name.toLowerCase()}) tells nothing; are the workers up? "specgen status"`);
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
