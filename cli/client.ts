import type { Client } from '@temporalio/client';
import { connectClient } from '../workers/connection.ts';
import { serverAddress, serverIsNamed } from '../workers/temporal-server.ts';
import { UserError } from './exit.ts';
import { runningStack } from './stack.ts';

/** A connection to the server that Temporal's profile file and variables name, else to the running stack's; says how to start one where nothing answers. */
export async function temporalClient(): Promise<Client> {
  const stack = runningStack();
  if (stack && !serverIsNamed()) process.env.TEMPORAL_ADDRESS = stack.address;
  try {
    return await connectClient();
  } catch {
    const { host, port } = serverAddress();
    throw new UserError(
      `no Temporal server answers at ${host}:${port}; start one with "specgen up", or name another by TEMPORAL_ADDRESS or Temporal's profile file`,
    );
  }
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
