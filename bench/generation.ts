import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { textTable } from '../core/report/table.ts';
import { TestStack } from '../test/e2e/stack.ts';
import { startStoryteller } from '../test/e2e/storyteller.ts';
import { until } from '../test/e2e/waiting.ts';
import type { FakeServer, SeenRequest } from '../test/providers/fakes/fake-server.ts';
import { undoing } from './measure/ending.ts';
import type { Report } from './measure/figures.ts';
import { median } from './measure/measure.ts';
import { endNow } from './measure/stack.ts';

/** Finer than what is measured. */
const lookEveryMs = 5;

/** When the server began and ended to answer, in milliseconds. */
interface Served {
  begunMs: number;
  endedMs: number | null;
}

const isProbe = ({ body }: SeenRequest): boolean => (body.options as { num_predict?: number } | undefined)?.num_predict === 1;

/** A server that writes faster than its client reads would end before its last words are heard. */
const betweenTokensMs = 1;

/** A fake Ollama server with a clock beside it. */
async function timedServer(): Promise<{ server: FakeServer; served: Map<SeenRequest, Served> }> {
  const served = new Map<SeenRequest, Served>();
  const server = await startStoryteller(betweenTokensMs, 0, (seen) => {
    if (isProbe(seen)) return;
    if (seen.state === 'open') served.set(seen, { begunMs: performance.now(), endedMs: null });
    else served.get(seen)!.endedMs = performance.now();
  });
  return { server, served };
}

/** Other seeds are other responses: nothing is there beforehand. */
function sweepFile(stack: TestStack, server: FakeServer, samples: number, seed = 0): string {
  const file = path.join(stack.home, 'gaps.json');
  const endpoints = { local: { provider: 'ollama', baseUrl: server.url } };
  writeFileSync(file, JSON.stringify({ models: ['local:fake-model'], endpoints, levels: '7,20', samples, sampling: { seed } }));
  return file;
}

/** The time in which a host is idle between two responses, by the server's own clock. */
async function gaps(stack: TestStack, server: FakeServer, served: Map<SeenRequest, Served>, samples: number): Promise<number[]> {
  await stack.mustDo('sweep', sweepFile(stack, server, samples), '--name', 'gaps');
  const all = [...served.values()].toSorted((one, other) => one.begunMs - other.begunMs);
  return all.slice(1).flatMap((next, index) => {
    const ended = all[index]?.endedMs;
    return ended ? [next.begunMs - ended] : [];
  });
}

/** From the death of the generation worker in mid-stream to the next request that the server hears. */
async function takeOvers(stack: TestStack, server: FakeServer, served: Map<SeenRequest, Served>, times: number): Promise<number[]> {
  const found: number[] = [];
  for (let time = 1; time <= times; time += 1) {
    const before = served.size;
    server.scenarios.push({ do: 'stall', after: 20 });
    const name = `killed-${time}`;
    await stack.mustDo('sweep', sweepFile(stack, server, 1, 1000 * time), '--name', name, '--no-follow');
    await until(() => served.size > before && [...served.keys()].at(-1)!.state === 'open', lookEveryMs);
    const killedMs = performance.now();
    stack.kill('generation');
    await until(() => served.size > before + 1, lookEveryMs);
    found.push([...served.values()][before + 1]!.begunMs - killedMs);
    await stack.mustDo('status', name, '--follow');
  }
  return found;
}

/** How long a host waits for specgen: between two responses, and after its worker was killed. */
export async function benchGeneration(report: Report): Promise<string> {
  const stack = await TestStack.create();
  const { server, served } = await timedServer();
  const abandon = () => {
    endNow(stack);
    void server.close();
  };
  return undoing(abandon, async () => {
    try {
      await stack.mustDo('up');
      report.line('responses one after another');
      const between = await gaps(stack, server, served, 20);
      report.line('killed workers');
      const taken = await takeOvers(stack, server, served, 5);
      report.figure('gap between two generations, median ms', median(between).toFixed(0), '≤ 50');
      report.figure('kill -9 of a worker to the next request, longest ms', Math.max(...taken).toFixed(0), '≤ 5000');
      const columns = ['times', 'median ms', 'longest ms'].map((head) => ({ head, align: 'right' as const }));
      const row = (title: string, ms: number[]) => [title, `${ms.length}`, median(ms).toFixed(0), Math.max(...ms).toFixed(0)];
      return textTable(
        [{ head: 'a host waits', align: 'left' }, ...columns],
        [row('between two responses (wanted: median ≤ 50)', between), row('after kill -9 of its worker (wanted: ≤ 5000)', taken)],
      );
    } finally {
      await stack.close();
    }
  });
}
