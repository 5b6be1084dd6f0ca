import { Command } from 'commander';
import { existingLevels, ollamaHost } from '../../activities/existing-levels.ts';
import { type Estimate, estimate } from '../../core/estimate.ts';
import { count, dollars, duration } from '../../core/report/numbers.ts';
import { textTable } from '../../core/report/table.ts';
import { readSweepInput } from '../../core/sweep-input.ts';
import { planSweep, type SweepPlan } from '../../core/sweep-plan.ts';
import { openStore, ownSpecs } from '../../storage/places.ts';
import { pastResponses, unansweredOf } from '../outlook.ts';
import { inputOf, type SweepFlags, withSweepFlags } from '../sweep-flags.ts';

interface Forecast extends Estimate {
  /** Why it is not known what is answered already. */
  problem: string | null;
}

export const planCommand = (): Command =>
  withSweepFlags(new Command('plan'))
    .description('what a sweep would ask: trials, what is answered already, and about how many tokens, how long, how much')
    .option('--json', 'print it as JSON')
    .action(async (file: string | undefined, options: SweepFlags & { json?: boolean }) => {
      const input = readSweepInput(await inputOf(file, options));
      const plan = planSweep('plan', input, await existingLevels(input.specs ?? ownSpecs()), ollamaHost());
      const store = await openStore();
      const past = await pastResponses(store);
      const forecasts: Forecast[] = [];
      for (const model of plan.models) {
        const { unanswered, problem } = await unansweredOf(store, plan, model);
        forecasts.push({ ...estimate(plan, model, unanswered, past), problem });
      }
      process.stdout.write(options.json ? `${JSON.stringify(forecasts, null, 2)}\n` : told(plan, forecasts));
    });

function told(plan: SweepPlan, forecasts: Forecast[]): string {
  const { models, levels, samples } = plan;
  const points = levels.reduce((sum, level) => sum + level.points, 0);
  const head = `${models.length} models × ${levels.length} levels (${points} points) × ${samples} samples = ${models.length * levels.length * samples} trials\n`;
  const heads = ['trials', 'answered', 'tokens in', 'out', 'at most', 'generation', 'cost', 'at most'];
  const columns = [{ head: 'model', align: 'left' as const }, ...heads.map((name) => ({ head: name, align: 'right' as const }))];
  const notes = [
    ...forecasts.flatMap(({ model, problem }) => (problem === null ? [] : [`${model}: what is answered already is not known: ${problem}`])),
    'Tokens out and time are those of earlier responses on this machine; tokens in are a guess of 3.5 bytes each. A response that is answered already is not asked for again.',
    ...(models.some(({ price }) => price === null) ? ['Cost needs "prices" in the sweep file: US dollars for a million tokens.'] : []),
  ];
  return `${head}\n${textTable(columns, forecasts.map(row))}\n${notes.map((note) => `${note}\n`).join('')}`;
}

const row = (forecast: Forecast): string[] => [
  forecast.model,
  count(forecast.trials),
  count(forecast.answered),
  count(forecast.inputTokens),
  `${count(forecast.outputTokens)}${forecast.basis === 'other models' ? ' ?' : ''}`,
  count(forecast.mostOutputTokens),
  duration(forecast.seconds === null ? null : 1000 * forecast.seconds),
  dollars(forecast.costUsd),
  dollars(forecast.mostCostUsd),
];
