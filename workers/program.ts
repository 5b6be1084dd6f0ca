import type { Client } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import { awaitServer } from './await-server.ts';
import { awaitStore } from './await-store.ts';
import { connectNative, quietRuntime } from './connection.ts';
import { identity } from './identity.ts';
import { encryption } from './payload-codec.ts';
import { takeOver } from './take-over.ts';

/** One queue and what runs on it. */
export type Polling = Omit<WorkerOptions, 'connection' | 'namespace' | 'identity'>;

/** Heartbeats are passed on each second: positions stay fresh and a cancellation arrives as fast. */
const heartbeats = { maxHeartbeatThrottleInterval: '1s', defaultHeartbeatThrottleInterval: '1s' } as const;

/** Answers one more queue until the program ends. */
export type Open = (polling: Polling) => Promise<void>;

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

/**
 * Runs workers for some queues, after it has given back what killed ones had in hand, until a signal ends them: what they have in hand is then cancelled at once and
 * given to the next worker with the newest heartbeat.
 */
export async function runProgram(name: string, pollings: (open: Open, client: Client) => Promise<Polling[]>): Promise<void> {
  quietRuntime(name);
  const client = await awaitServer(name === 'orchestrator', print);
  const store = await awaitStore(print);
  const { connection, namespace } = await connectNative();
  const running: Promise<void>[] = [];
  const open: Open = async (polling) => {
    const worker = await Worker.create({ ...heartbeats, ...encryption(), ...polling, connection, namespace, identity });
    running.push(worker.run());
  };
  const first = await pollings(open, client);
  const types = first.flatMap((polling) => Object.keys(polling.activities ?? {}));
  const taken = await takeOver(client, new Set(types));
  for (const polling of first) await open(polling);
  print(`${name} ready${taken > 0 ? `, ${taken} interrupted activities taken over` : ''}`);
  const tidied = store.removeLeftovers().catch((error: Error) => void process.stderr.write(`warn: ${error.message}\n`));
  // queues opened meanwhile are in the list by the time that the first ones end
  await Promise.all(running);
  await Promise.all(running);
  await tidied;
  await connection.close();
  await client.connection.close();
}
