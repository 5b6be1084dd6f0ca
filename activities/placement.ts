import { generationQueue, hostPreparationQueue, preparationQueue } from '../core/queues.ts';
import { SweepInputError } from '../core/sweep-input-error.ts';
import { isOwnServer, type Place, type PlannedModel, queueOf } from '../core/sweep-plan.ts';

/** Ollama's. */
const standardPort = '11434';

/** Names of the hosts whose workers poll a queue. */
export type HostsOf = (queue: string) => Promise<string[]>;

/**
 * A model of a provider or endpoint that has workers of its own is asked for there, the others wherever all are answered. One of Ollama
 * gets its places: the hosts that the sweep demands, else all whose workers answer it.
 */
export async function placed(model: PlannedModel, demanded: string[] | undefined, hostsOf: HostsOf): Promise<PlannedModel> {
  const { endpoint } = model;
  const preparation = preparationQueue(endpoint.name);
  const hosts = await hostsOf(preparation);
  const wanted = endpoint.provider === 'ollama' && isOwnServer(endpoint) ? (demanded ?? hosts) : [];
  if (wanted.length > 0) return { ...model, places: wanted.map((host) => placeOf(model, host, hosts)) };
  return hosts.length > 0 ? { ...model, preparation } : model;
}

function placeOf({ id, endpoint }: PlannedModel, host: string, hosts: string[]): Place {
  if (host.includes('://')) return { host: new URL(host).host, baseUrl: host, queue: queueOf({ ...endpoint, baseUrl: host }) };
  if (!hosts.includes(host)) {
    const found = hosts.length > 0 ? `those of ${hosts.join(', ')} do` : 'nor does any other';
    throw new SweepInputError([
      `"hosts": no worker on ${host} answers ${id}; ${found}. Run "specgen worker --queues ${endpoint.name}" there, or name an address`,
    ]);
  }
  const port = new URL(endpoint.baseUrl ?? 'http://localhost').port;
  const server = port === '' || port === standardPort ? host : `${host}:${port}`;
  return { host, queue: generationQueue(`ollama-${server}`), preparation: hostPreparationQueue(endpoint.name, host) };
}
