import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { textTable } from '../core/report/table.ts';
import { freePort } from '../test/e2e/waiting.ts';
import { Host } from '../test/hosts/host.ts';
import { TemporalServer } from '../test/hosts/server.ts';
import { cpuSecondsOf } from './measure/cpu.ts';
import { undoing } from './measure/ending.ts';
import { measure } from './measure/measure.ts';

const levels = '1-7';
const models = ['reference', 'alternative-1', 'alternative-2', 'unchanged'];
const trials = 7 * models.length;

/** What one sweep cost with so many grading workers. */
interface Sweep {
  workers: number;
  wall: number;
  gradingCpu: number;
  otherCpu: number;
}

/**
 * Trials an hour with 1 to `most` grading workers. Each has one core to itself while there are as many as cores, knows no verdict, and has
 * the archives of faulty variants, as a host has that grades for a while. Responses are there at once.
 */
export async function benchThroughput(most: number): Promise<string> {
  const hosts: Host[] = [];
  const output = mkdtempSync(path.join(tmpdir(), 'specgen-throughput-'));
  const port = await freePort();
  const server = new TemporalServer(port);
  const env = { SPECGEN_OUTPUT: output, TEMPORAL_CONFIG_FILE: server.profile(`127.0.0.1:${port}`, 'bench') };
  const newHost = (on: string[] = []) => {
    const host = new Host(env, on);
    hosts.push(host);
    return host;
  };
  const remove = () => {
    for (const host of hosts) host.remove();
    // the signal is sent at once
    void server.remove();
    rmSync(output, { recursive: true, force: true });
  };
  return undoing(remove, async () => {
    server.start();
    return table(await sweeps(newHost, server, most));
  });
}

type NewHost = (on?: string[]) => Host;

async function sweeps(newHost: NewHost, server: TemporalServer, most: number): Promise<Sweep[]> {
  const head = newHost();
  head.start('orchestration,generation');
  await head.untilReady(2);
  const first = newHost();
  first.start('grading');
  await first.untilReady(1);
  await sweep(head, 'warm-up');
  await first.stop();
  const found: Sweep[] = [];
  for (let workers = 1; workers <= most; workers++) found.push(await sweepWith(workers, { newHost, head, server, known: first }));
  return found;
}

interface Stage {
  newHost: NewHost;
  head: Host;
  server: TemporalServer;
  /** Has the archives. */
  known: Host;
}

async function sweepWith(workers: number, { newHost, head, server, known }: Stage): Promise<Sweep> {
  const graders = Array.from({ length: workers }, (_, index) => newHost(['taskset', '-c', String(index % availableParallelism())]));
  for (const grader of graders) {
    const archives = path.join('cache', 'targets');
    cpSync(path.join(known.home, archives), path.join(grader.home, archives), { recursive: true });
    grader.start('grading');
    await grader.untilReady(1);
  }
  const grading = graders.flatMap((grader) => grader.processes().map(({ pid }) => pid));
  const others = [server.pid, ...head.processes().map(({ pid }) => pid)];
  const [gradingBefore, othersBefore] = [cpuSecondsOf(grading), cpuSecondsOf(others)];
  const { cost } = await measure(() => sweep(head, `with-${workers}`));
  const result = {
    workers,
    wall: cost.wall,
    gradingCpu: cpuSecondsOf(grading) - gradingBefore,
    otherCpu: cpuSecondsOf(others) - othersBefore,
  };
  await Promise.all(graders.map((grader) => grader.stop()));
  return result;
}

async function sweep(head: Host, name: string): Promise<void> {
  const asked = models.flatMap((model) => ['-m', `builtin:${model}`]);
  const { exitCode, stderr } = await head.specgen('sweep', ...asked, '-l', levels, '-s', '1', '-n', name);
  if (exitCode !== 0) throw new Error(`the sweep ${name} was expected to end well, but: ${stderr}`);
}

function table(found: Sweep[]): string {
  const alone = found[0]?.wall ?? Number.NaN;
  const rows = found.map(({ workers, wall, gradingCpu, otherCpu }) => [
    String(workers),
    ((trials / wall) * 3600).toFixed(0),
    `${(alone / wall).toFixed(2)}×`,
    (gradingCpu / trials).toFixed(2),
    (otherCpu / trials).toFixed(3),
    ((gradingCpu + otherCpu) / wall).toFixed(2),
  ]);
  const heads = ['grading workers', 'trials an hour', 'beside one', 'grading, CPU s a trial', 'all else, CPU s a trial', 'cores busy'];
  return textTable(
    heads.map((head) => ({ head, align: 'right' as const })),
    rows,
  );
}
