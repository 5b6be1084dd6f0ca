import { hostname } from 'node:os';
import { startOfProcess } from '../storage/process-start.ts';
import { hostKey } from '../storage/this-host.ts';

/** Names host, process and its start, because a process number alone may have been given again, and a host's name twice. */
export const identity = ['specgen', hostname(), process.pid, startOfProcess(process.pid) ?? 'unknown', hostKey].join(' ');

/** True only for a specgen worker of this host that is certainly gone. */
export function isGone(workerIdentity: string): boolean {
  const [name, , pid, started, key] = workerIdentity.split(' ');
  return name === 'specgen' && key === hostKey && startOfProcess(Number(pid)) !== started;
}
