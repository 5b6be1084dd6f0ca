import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { didYouMean } from '../core/near-miss.ts';
import { UserError } from './exit.ts';

const listed = async (client: Client, query: string): Promise<string[]> => {
  const names: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) names.push(workflowId);
  return [...new Set(names)];
};

const sweeps = "WorkflowType='sweep'";

/** The sweep that is meant: the named one, else the only one that runs, and says so. */
export async function sweepMeant(client: Client, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) return wanted;
  const running = await listed(client, `${sweeps} AND ExecutionStatus='Running'`);
  if (running.length === 0) throw new UserError('no sweep runs; "specgen status" lists those that ran');
  if (running.length > 1) throw new UserError(`${running.length} sweeps run: ${running.join(', ')}; name one`);
  process.stderr.write(`sweep ${running[0]}, the only one that runs\n`);
  return running[0]!;
}

/** Does something with a sweep of the server; where there is none of that name, says which there are. */
export async function withSweep<T>(client: Client, sweep: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const all = await listed(client, sweeps);
    const there = all.length === 0 ? 'there is none yet' : `there are: ${all.slice(0, 20).join(', ')}`;
    throw new UserError(`the server knows no sweep "${sweep}"; ${there}${didYouMean(sweep, all)}`);
  }
}
