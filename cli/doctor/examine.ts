import type { SweepPlan } from '../../core/sweep-plan.ts';
import { versions } from '../../workers/versions.ts';
import { temporalVersion } from '../version.ts';
import { diskFindings } from './disk.ts';
import { type Finding, pass, warning } from './finding.ts';
import { gradingFindings } from './grading.ts';
import { providerFindings } from './providers.ts';
import { namespaceFindings, reachTemporal } from './temporal.ts';
import { workerFindings } from './workers.ts';

/** Everything that a sweep needs, in the order in which it needs it; `plan` adds what one sweep needs. */
export async function examine(plan: SweepPlan | null): Promise<Finding[]> {
  const [tools, grading, disk, providers, server] = await Promise.all([
    toolFindings(),
    gradingFindings(),
    diskFindings(),
    providerFindings(plan),
    serverFindings(),
  ]);
  return [...tools, ...grading, ...disk, ...server, ...providers];
}

async function serverFindings(): Promise<Finding[]> {
  const { client, finding } = await reachTemporal();
  if (!client) return [finding];
  try {
    const namespace = await namespaceFindings(client);
    const there = !namespace.some(({ check, state }) => check === 'namespace' && state === 'fail');
    return [finding, ...namespace, ...(there ? await workerFindings(client) : [])];
  } finally {
    await client.connection.close();
  }
}

async function toolFindings(): Promise<Finding[]> {
  const [{ specgen, node, go }, temporal] = await Promise.all([versions(), temporalVersion()]);
  const found = pass('versions', `specgen ${specgen}, Node ${node}, Go ${go?.replace(/^go/, '')}, Temporal CLI ${temporal ?? 'none'}`);
  if (temporal !== null) return [found];
  const missing = 'no Temporal CLI is on PATH, which starts the server of "specgen up"; with a server of yours it is not needed';
  return [found, warning('temporal cli', missing, 'rm -rf .specgen/tools && npx specgen doctor')];
}
