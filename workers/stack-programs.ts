import path from 'node:path';
import type { WorkerQueues } from '../core/worker-queues.ts';
import type { Program } from './supervised.ts';
import type { ServerPlace } from './temporal-server.ts';
import { serverArguments } from './temporal-server.ts';

type Environment = Record<string, string>;

const inherited = (): Environment =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** Every program has to reach Temporal's server and the store of results. */
const isOfAll = /^(TEMPORAL|AWS)_/;

const isSecret = (name: string): boolean => /KEY|TOKEN|SECRET|PASSW|CREDENTIAL|AUTH/i.test(name) && !isOfAll.test(name);

/** Only generation talks to providers; the others, grading above all, never see a key. */
export const withoutKeys = (env: Environment): Environment => Object.fromEntries(Object.entries(env).filter(([name]) => !isSecret(name)));

export function serverProgram(place: ServerPlace): Program {
  const command = process.env.TEMPORAL_CLI ?? 'temporal';
  return { name: 'temporal', command, arguments: serverArguments(place), env: withoutKeys(inherited()), readyLine: /^Temporal Server:/ };
}

const worker = (name: string, env: Environment): Program => ({
  name,
  command: process.execPath,
  arguments: [path.join(import.meta.dirname, `${name}.ts`)],
  env,
  readyLine: new RegExp(`^${name} ready`),
});

/** Which providers and endpoints a generation worker answers; absent: every one that it is asked for. */
export const servedVariable = 'SPECGEN_SERVED';

/** A worker for named providers has their keys and no other. */
function generation(env: Environment, wanted: NonNullable<WorkerQueues['generation']>): Program {
  if (wanted === 'any') return worker('generation', env);
  const own = wanted.flatMap(({ keyVariable }) => (keyVariable && env[keyVariable] ? [[keyVariable, env[keyVariable]] as const] : []));
  const names = wanted.map(({ name }) => name).join(',');
  return worker('generation', { ...withoutKeys(env), ...Object.fromEntries(own), [servedVariable]: names });
}

/** The workers that are wanted, pointed at the stack's own server where there is one. */
export function workerPrograms(place: ServerPlace | null, wanted: WorkerQueues): Program[] {
  const env = place ? { ...inherited(), TEMPORAL_ADDRESS: `${place.host}:${place.port}` } : inherited();
  return [
    ...(wanted.orchestration ? [worker('orchestrator', withoutKeys(env))] : []),
    ...(wanted.generation ? [generation(env, wanted.generation)] : []),
    ...(wanted.grading ? [worker('grading', withoutKeys(env))] : []),
  ];
}
