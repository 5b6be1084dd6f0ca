import { Command } from 'commander';
import { readWorkerQueues } from '../../core/worker-queues.ts';
import { UserError } from '../exit.ts';
import { runInForeground } from '../stack.ts';

const description = `run workers for a Temporal server that runs elsewhere, in the foreground, until Ctrl-C or SIGTERM hands their work over

Queues, separated by commas:
  orchestration    workflows, planning, reports; needs no key
  grading          compiles and runs answers; is given no key
  ollama           generation by this host's Ollama; for one such host beside a server
  anthropic, …     generation by a provider or a sweep's endpoint, with no key but its own;
                   vllm:VLLM_API_KEY names the variable of an endpoint's key
  generation       generation by any provider, with all keys

The server's address, namespace, TLS and API key come from Temporal's own profile file and variables.
All hosts share the folder of results (SPECGEN_OUTPUT).`;

/** A key that is not there is missed now and not in the middle of the night. */
function mustHaveKeys(queues: string): void {
  const wanted = readWorkerQueues(queues);
  if (typeof wanted === 'string') throw new UserError(`--queues ${wanted}`);
  if (!wanted.generation || wanted.generation === 'any') return;
  for (const { name, keyVariable } of wanted.generation) {
    if (keyVariable && !process.env[keyVariable])
      throw new UserError(`${name}: ${keyVariable} is not set; export it before starting this worker`);
  }
}

export const workerCommand = (): Command =>
  new Command('worker')
    .summary('run workers for a Temporal server that runs elsewhere')
    .description(description)
    .requiredOption('--queues <list>', 'what this host does')
    .option('--unsafe-no-sandbox', 'grade with your own rights where no sandbox can be had; every report says so')
    .action(async ({ queues, unsafeNoSandbox }: { queues: string; unsafeNoSandbox?: boolean }) => {
      if (unsafeNoSandbox) process.env.SPECGEN_UNSAFE_NO_SANDBOX = '1';
      mustHaveKeys(queues);
      process.exit(await runInForeground(queues));
    });
