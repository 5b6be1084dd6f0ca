import type { Client } from '@temporalio/client';
import { explained } from './doctor/finding.ts';
import { reachTemporal } from './doctor/temporal.ts';
import { workerFindings } from './doctor/workers.ts';
import { UserError } from './exit.ts';

/** A connection to the server that Temporal's profile file and variables name, else to the running stack's; says how to start one where nothing answers. */
export async function temporalClient(): Promise<Client> {
  const { client, finding } = await reachTemporal();
  if (client) return client;
  throw new UserError(explained(finding));
}

/** Uses a client and closes its connection in every case, so that the program can end. */
export async function withClient<T>(use: (client: Client) => Promise<T>): Promise<T> {
  const client = await temporalClient();
  try {
    return await use(client);
  } finally {
    await client.connection.close();
  }
}

/** Before starting something that would otherwise wait for workers in silence. */
export async function mustBeAnswered(client: Client): Promise<void> {
  const missing = (await workerFindings(client)).filter(({ state }) => state === 'fail');
  if (missing[0]) throw new UserError(explained(missing[0]));
}
