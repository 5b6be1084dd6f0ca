import { Client, Connection } from '@temporalio/client';
import { loadClientConfigProfile, toClientOptions } from '@temporalio/envconfig';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { metricsOptions } from './metrics.ts';
import { encryption } from './payload-codec.ts';

/** What Temporal's own profile file and variables say: address, namespace, TLS and keys, each where it is given. */
export const temporalProfile = () => loadClientConfigProfile();

function connectConfig() {
  const { connectionOptions, namespace } = toClientOptions(temporalProfile());
  return { connectionOptions, namespace: namespace ?? 'default' };
}

/** The Rust core tells of every lost connection; a worker's own messages say what matters. */
export function quietRuntime(program: string): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR', ({ level, message, meta }) => {
      const error: unknown = meta?.error;
      const told = error instanceof Error ? ` (${error.stack})` : '';
      process.stderr.write(`${level.toLowerCase()}: ${message}${told}\n`);
    }),
    // the server's list of workers is what people look at when a host is missing
    workerHeartbeatInterval: '10s',
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} }, ...metricsOptions(program) },
  });
}

export async function connectClient(): Promise<Client> {
  const { connectionOptions, namespace } = connectConfig();
  return new Client({ ...encryption(), connection: await Connection.connect(connectionOptions), namespace });
}

export async function connectNative(): Promise<{ connection: NativeConnection; namespace: string }> {
  const { connectionOptions, namespace } = connectConfig();
  return { connection: await NativeConnection.connect(connectionOptions), namespace };
}
