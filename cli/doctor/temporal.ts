import type { Client } from '@temporalio/client';
import { connectClient } from '../../workers/connection.ts';
import { askNamespace, missingSearchAttributes, retentionDays } from '../../workers/namespace.ts';
import { CodecKeyError } from '../../workers/payload-codec.ts';
import { answers, serverAddress, serverIsNamed } from '../../workers/temporal-server.ts';
import { runningStack } from '../stack.ts';
import { counted } from '../terminal/counted.ts';
import { type Finding, fail, pass, warning } from './finding.ts';

const patienceMs = 5000;

/** The running stack's server, where neither Temporal's profile file nor a variable names one. */
function useOwnStack(): void {
  const stack = runningStack();
  if (stack && !serverIsNamed()) process.env.TEMPORAL_ADDRESS = stack.address;
}

const within = <T>(work: Promise<T>, otherwise: T): Promise<T> =>
  Promise.race([work, new Promise<T>((resolve) => setTimeout(resolve, patienceMs, otherwise).unref())]);

/** A connection to the server that the usual variables name, else to the running stack's; or why there is none. */
export async function reachTemporal(): Promise<{ client: Client; finding: Finding } | { client: null; finding: Finding }> {
  useOwnStack();
  const { host, port } = serverAddress();
  const address = `${host}:${port}`;
  const silent = fail('temporal', `no Temporal server answers at ${address}`, 'npx specgen up');
  if (!(await within(answers(host, port), false))) return { client: null, finding: silent };
  try {
    const client = await connectClient();
    const { serverVersion } = await client.connection.workflowService.getSystemInfo({});
    return { client, finding: pass('temporal', `server ${serverVersion} answers at ${address}`) };
  } catch (error) {
    if (error instanceof CodecKeyError) throw error;
    const found = `something answers at ${address}, but not as a Temporal server: ${(error as Error).message}`;
    return { client: null, finding: fail('temporal', found, 'export TEMPORAL_ADDRESS=HOST:PORT') };
  }
}

/** Namespace, retention and search attributes of the server. */
export async function namespaceFindings(client: Client): Promise<Finding[]> {
  const { namespace } = client.options;
  const at = `--namespace ${namespace} --address ${Object.values(serverAddress()).join(':')}`;
  const { days, exists } = await askNamespace(client);
  if (!exists) {
    const create = `temporal operator namespace create --retention ${retentionDays}d ${at}`;
    return [fail('namespace', `the server has no namespace "${namespace}"`, create)];
  }
  return [pass('namespace', namespace), retention(days, at), ...(await searchAttributes(client, at))];
}

/** Ended sweeps can be asked for so long; their folders stay. */
function retention(days: number, at: string): Finding {
  const kept = `histories of ended sweeps are kept for ${counted(days, 'day')}`;
  if (days >= 7) return pass('retention', kept);
  return warning('retention', kept, `temporal operator namespace update --retention ${retentionDays}d ${at}`);
}

async function searchAttributes(client: Client, at: string): Promise<Finding[]> {
  const { missing, existing, mistyped } = await missingSearchAttributes(client);
  const wrong = mistyped.map(({ name, type, found }) => {
    const remove = `temporal operator search-attribute remove --yes --name ${name} ${at}`;
    return fail('search attributes', `${name} was expected to be ${type}, but is ${found}`, `${remove} && npx specgen up`);
  });
  if (missing.length === 0) return wrong.length > 0 ? wrong : [pass('search attributes', `${existing} columns for the Web UI's list`)];
  const create = missing.map(({ name, type }) => `--name ${name} --type ${type}`).join(' ');
  const found = `missing: ${missing.map(({ name }) => name).join(', ')}`;
  return [...wrong, fail('search attributes', found, `temporal operator search-attribute create ${create} ${at}`)];
}
