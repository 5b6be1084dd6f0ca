import { hostname } from 'node:os';
import { startOfProcess } from '../storage/process-start.ts';

/** Names host, process and its start, because a process number alone may have been given again. */
export const identity = ['specgen', hostname(), process.pid, startOfProcess(process.pid) ?? 'unknown'].join(' ');

/** True only for a specgen worker of this host that is certainly gone. */
export function isGone(workerIdentity: string): boolean {
  const [name, host, pid, started] = workerIdentity.split(' ');
  return name === 'specgen' && host === hostname() && startOfProcess(Number(pid)) !== started;
}
