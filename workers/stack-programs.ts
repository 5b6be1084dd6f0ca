import path from 'node:path';
import type { Program } from './supervised.ts';
import type { ServerPlace } from './temporal-server.ts';
import { serverArguments } from './temporal-server.ts';

type Environment = Record<string, string>;

const inherited = (): Environment =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));

const isSecret = (name: string): boolean => /KEY|TOKEN|SECRET|PASSW|CREDENTIAL|AUTH/i.test(name) && !name.startsWith('TEMPORAL_');

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

/** The three workers, pointed at the stack's own server where there is one. */
export function workerPrograms(place: ServerPlace | null): Program[] {
  const env = place ? { ...inherited(), TEMPORAL_ADDRESS: `${place.host}:${place.port}` } : inherited();
  return [worker('orchestrator', withoutKeys(env)), worker('generation', env), worker('grading', withoutKeys(env))];
}
