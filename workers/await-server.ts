import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { connectClient } from './connection.ts';
import { createNamespace, namespaceExists, registerSearchAttributes } from './namespace.ts';
import { serverAddress } from './temporal-server.ts';

/** The SDK's words for a server that cannot be reached; each try takes ten seconds. */
const unreachable = 'Failed to connect before the deadline';

/**
 * A client, once the server answers: a host may be up before the network or the server is, and a worker that gives up has to
 * be started by hand. A refusal (keys, certificates) is thrown.
 */
async function patientClient(say: (line: string) => void): Promise<Client> {
  for (let said = false; ; said = true) {
    try {
      return await connectClient();
    } catch (error) {
      if (!(error instanceof Error) || error.message !== unreachable) throw error;
      const { host, port } = serverAddress();
      if (!said) say(`no Temporal server answers at ${host}:${port} yet; waiting for it`);
    }
  }
}

/**
 * A client, once the server answers and has the namespace. The worker that runs workflows `prepares`: it makes namespace and search attributes
 * where they are missing; the others wait for it.
 */
export async function awaitServer(prepares: boolean, say: (line: string) => void): Promise<Client> {
  const client = await patientClient(say);
  for (let said = false; !(await namespaceExists(client)); said = true) {
    if (prepares && !said) await createNamespace(client);
    else if (!said) say(`the server has no namespace ${client.options.namespace} yet; a worker for orchestration makes it`);
    await delay(500);
  }
  const others = prepares ? await registerSearchAttributes(client) : [];
  if (others.length > 0) say(`this server's owner has to add search attributes that are missing of: ${others.join(', ')}`);
  return client;
}
