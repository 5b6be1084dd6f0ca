import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { textTable } from '../core/report/table.ts';
import type { TestStack } from '../test/e2e/stack.ts';
import type { Report } from './measure/figures.ts';
import { median } from './measure/measure.ts';
import { withStack } from './measure/stack.ts';

const levels = '1-3';
/** Right answers whose verdicts nobody knows yet: each is graded once. */
const graded = ['builtin:reference', 'builtin:alternative-1', 'builtin:alternative-2'];

function sweepFile(stack: TestStack, model: string, seed: number): string {
  const file = path.join(stack.home, `speed-${seed}.json`);
  const sampling = { temperature: 0.8, seed, maxTokens: 160, contextTokens: 8192 };
  writeFileSync(file, JSON.stringify({ models: [model], levels, samples: 1, sampling }));
  return file;
}

/** Tokens a second of each response of a sweep, from its first token to its end. */
function speeds(stack: TestStack, name: string): number[] {
  return stack.metadata(name).flatMap(({ usage, timing }) => {
    const seconds = (timing.totalMs - (timing.firstTokenMs ?? 0)) / 1000;
    return usage.outputTokens && seconds > 0 ? [usage.outputTokens / seconds] : [];
  });
}

/** One sweep of the model, alone or while answers to all levels are graded beside it. */
async function round(stack: TestStack, model: string, seed: number, beside?: string): Promise<number[]> {
  const name = `speed-${seed}`;
  if (beside) await stack.mustDo('sweep', '-m', beside, '-s', '1', '-n', `beside-${seed}`, '--no-follow');
  await stack.mustDo('sweep', sweepFile(stack, model, seed), '--name', name);
  if (beside) await stack.mustDo('status', `beside-${seed}`, '--follow');
  return speeds(stack, name);
}

/**
 * How fast a model on this machine's CPU writes alone, and while answers are graded beside it, in turns. Needs a real server:
 * `OLLAMA_HOST` and `OLLAMA_MODEL`.
 */
export async function benchCpuModel(report: Report): Promise<string> {
  const { OLLAMA_HOST, OLLAMA_MODEL } = process.env;
  if (!OLLAMA_HOST || !OLLAMA_MODEL)
    throw new Error('expected OLLAMA_HOST and OLLAMA_MODEL to name a server on this machine and a small model');
  const model = `ollama:${OLLAMA_MODEL}`;
  const measured = async (stack: TestStack): Promise<string> => {
    await stack.mustDo('up');
    report.line('once, to load the model');
    await round(stack, model, 1);
    const [alone, busy]: [number[], number[]] = [[], []];
    for (const [index, answers] of graded.entries()) {
      report.line(`round ${index + 1} of ${graded.length}`);
      alone.push(...(await round(stack, model, 1000 * (2 * index + 2))));
      busy.push(...(await round(stack, model, 1000 * (2 * index + 3), answers)));
    }
    return table(alone, busy);
  };
  return withStack(measured, { OLLAMA_HOST });
}

function table(alone: number[], busy: number[]): string {
  const columns = ['responses', 'median tokens/s', 'slowest', 'of alone'].map((head) => ({ head, align: 'right' as const }));
  const row = (title: string, all: number[]) => [
    title,
    `${all.length}`,
    median(all).toFixed(1),
    Math.min(...all).toFixed(1),
    (median(all) / median(alone)).toFixed(2),
  ];
  return textTable(
    [{ head: `${process.env.OLLAMA_MODEL} on this CPU`, align: 'left' }, ...columns],
    [row('alone', alone), row('while answers are graded', busy)],
  );
}
