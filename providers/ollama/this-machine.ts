import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Sampling } from '../../core/response.ts';
import type { Endpoint, ModelRequest } from '../provider.ts';
import { ollamaAddress } from './address.ts';
import { runnerOf } from './runner.ts';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);
const cpuFolder = '/sys/devices/system/cpu';

/** Is the server on this machine? */
export const isHere = (endpoint: Endpoint): boolean => loopback.has(new URL(ollamaAddress(endpoint)).hostname);

/** Cores without their second threads, which do not help a model (sysfs, `topology/thread_siblings_list`). */
function cores(): number {
  try {
    const cpus = readdirSync(cpuFolder).filter((name) => /^cpu\d+$/.test(name));
    const siblings = cpus.map((name) => readFileSync(path.join(cpuFolder, name, 'topology/thread_siblings_list'), 'utf8'));
    return Math.min(new Set(siblings).size, availableParallelism());
  } catch {
    return availableParallelism();
  }
}

/**
 * Threads to ask for where the sweep leaves it open: on this machine all cores but one, since a model's threads wait for each
 * other, and one core that builds Go as well holds up all of them (55 tokens a second became 1 to 8). The text is the same for
 * any number of threads. null leaves it to a server elsewhere.
 */
export function withThreads(endpoint: Endpoint, sampling: Sampling): Sampling {
  return { ...sampling, threads: sampling.threads ?? (isHere(endpoint) ? Math.max(1, cores() - 1) : null) };
}

/** Does the model compute on this machine's CPU? One that is not loaded yet is taken to. */
export async function usesThisCpu(request: ModelRequest): Promise<boolean> {
  return isHere(request.endpoint) && !(await runnerOf(request))?.onGpu;
}
