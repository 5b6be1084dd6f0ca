import { z } from 'zod';
import { textTable } from '../core/report/table.ts';
import type { Outcome, TestStack } from '../test/e2e/stack.ts';
import { type CpuTime, cpuTimeOf, memoryOf } from './measure/cpu.ts';
import type { Report } from './measure/figures.ts';
import { measure } from './measure/measure.ts';
import { processesOf, withStack } from './measure/stack.ts';

const levels = '1-4';
const levelCount = 4;

/** Costs of a sweep beyond the Go toolchain: every verdict is known before it starts. `trials` is rounded up to whole samples. */
export function benchOrchestration(trials: number, report: Report): Promise<string> {
  return withStack(async (stack) => {
    await stack.mustDo('up');
    report.line('a sweep that makes every verdict known');
    await sweep(stack, 'warm-up', 1);
    const samples = Math.ceil(trials / levelCount);
    report.line(`a sweep of ${samples * levelCount} trials`);
    return await measured(stack, samples, report);
  });
}

const sweep = (stack: TestStack, name: string, samples: number): Promise<Outcome> =>
  stack.mustDo('sweep', '-m', 'builtin:reference', '-l', levels, '-s', `${samples}`, '-n', name);

async function measured(stack: TestStack, samples: number, report: Report): Promise<string> {
  const trials = samples * levelCount;
  const before = new Map(processesOf(stack).map(({ name, pid }) => [name, cpuTimeOf(pid)]));
  const { cost } = await measure(() => sweep(stack, 'bench', samples));
  const rows = processesOf(stack).map(({ name, pid }) => {
    const { nowMiB, highestMiB } = memoryOf(pid);
    return { name, ms: (difference(cpuTimeOf(pid), before.get(name)) * 1000) / trials, nowMiB, highestMiB };
  });
  const total = rows.reduce((sum, row) => sum + row.ms, 0);
  report.figure('orchestration of a trial, CPU ms', total.toFixed(0), '≤ 35');
  const columns = ['CPU ms a trial', 'MiB at the end', 'MiB at most'].map((head) => ({ head, align: 'right' as const }));
  const table = textTable(
    [{ head: `${trials} trials of builtin:reference`, align: 'left' }, ...columns],
    [
      ...rows.map((row) => [row.name, row.ms.toFixed(1), row.nowMiB.toFixed(0), row.highestMiB.toFixed(0)]),
      ['all of the stack (wanted ≤ 35)', total.toFixed(1)],
      ['the command that follows it', ((cost.cpu * 1000) / trials).toFixed(1)],
    ],
  );
  const others = Math.max(0, cost.others - (total * trials) / 1000 / cost.wall);
  const wall = `wall ${cost.wall.toFixed(1)} s, ${((cost.wall * 1000) / trials).toFixed(0)} ms a trial; others used ${others.toFixed(1)} cores`;
  return `${table}${wall}\n${await histories(stack)}`;
}

const difference = (after: CpuTime, before: CpuTime = { own: 0, children: 0 }): number =>
  after.own + after.children - before.own - before.children;

const run = z.object({
  execution: z.object({ workflowId: z.string() }),
  type: z.object({ name: z.string() }),
  historyLength: z.coerce.number(),
  historySizeBytes: z.coerce.number().default(0),
});

/** The largest run of each workflow type, by events. */
async function histories(stack: TestStack): Promise<string> {
  const address = stack.state().address;
  const { stdout } = await stack.temporal('workflow', 'list', '-o', 'json', '--limit', '5000', '--address', address);
  const runs = z
    .array(run)
    .parse(JSON.parse(stdout))
    .filter(({ execution }) => execution.workflowId.startsWith('bench'));
  const types = Map.groupBy(runs, ({ type }) => type.name);
  const rows = [...types].map(([name, all]) => {
    const largest = all.toSorted((a, b) => b.historyLength - a.historyLength)[0]!;
    const bytes = all.reduce((sum, one) => sum + one.historySizeBytes, 0);
    return [name, `${all.length}`, `${largest.historyLength}`, kilobytes(largest.historySizeBytes), kilobytes(bytes)];
  });
  const columns = ['runs', 'events of the largest', 'its kB', 'kB of all'].map((head) => ({ head, align: 'right' as const }));
  return textTable([{ head: 'history of', align: 'left' }, ...columns], rows);
}

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0);
