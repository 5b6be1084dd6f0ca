import { Command } from 'commander';
import { existingLevels, ollamaHost } from '../../activities/existing-levels.ts';
import { isPaidApi } from '../../core/cost.ts';
import { type Estimate, estimate } from '../../core/estimate.ts';
import type { KnownPrice } from '../../core/price-table.ts';
import { count, dollars, duration } from '../../core/report/numbers.ts';
import { textTable } from '../../core/report/table.ts';
import { readSweepInput } from '../../core/sweep-input.ts';
import { planSweep, type SweepPlan } from '../../core/sweep-plan.ts';
import { openStore, ownSpecs } from '../../storage/places.ts';
import { pastResponses, unansweredOf } from '../outlook.ts';
import { priceOf, readPrices } from '../prices.ts';
import { inputOf, type SweepFlags, withSweepFlags } from '../sweep-flags.ts';
import { counted } from '../terminal/counted.ts';

interface Forecast extends Estimate {
  /** Why it is not known what is answered already. */
  problem: string | null;
  /** In US dollars for a million tokens, and whose word it is. */
  price: KnownPrice | null;
}

interface Options extends SweepFlags {
  json?: boolean;
  prices?: string;
}

export const planCommand = (): Command =>
  withSweepFlags(new Command('plan'))
    .description('what a sweep would ask: trials, what is answered already, and about how many tokens, how long, how much')
    .option('--prices <file>', "a price table of yours (JSON, as specgen's prices.json); the sweep file's prices go over it")
    .option('--json', 'print it as JSON')
    .action(async (file: string | undefined, options: Options) => {
      const input = readSweepInput(await inputOf(file, options));
      const plan = planSweep('plan', input, await existingLevels(input.specs ?? ownSpecs()), ollamaHost());
      const store = await openStore();
      const past = await pastResponses(store);
      const tables = [...(options.prices ? await readPrices(options.prices) : []), ...(await readPrices())];
      const forecasts: Forecast[] = [];
      for (const model of plan.models) {
        const { unanswered, problem } = await unansweredOf(store, plan, model);
        const price = priceOf(model, tables);
        forecasts.push({ ...estimate(plan, { ...model, price: price?.price ?? null }, unanswered, past), problem, price });
      }
      process.stdout.write(options.json ? `${JSON.stringify(forecasts, null, 2)}\n` : told(plan, forecasts));
    });

function told(plan: SweepPlan, forecasts: Forecast[]): string {
  const { models, levels, samples } = plan;
  const points = levels.reduce((sum, level) => sum + level.points, 0);
  const head = `${counted(models.length, 'model')} × ${counted(levels.length, 'level')} (${points} points) × ${counted(samples, 'sample')} = ${counted(models.length * levels.length * samples, 'trial')}\n`;
  const heads = ['trials', 'answered', 'tokens in', 'out', 'at most', 'generation', 'cost', 'at most'];
  const columns = [{ head: 'model', align: 'left' as const }, ...heads.map((name) => ({ head: name, align: 'right' as const }))];
  const notes = [
    ...forecasts.flatMap(({ model, problem }) => (problem === null ? [] : [`${model}: what is answered already is not known: ${problem}`])),
    'Tokens out and time are those of earlier responses on this machine; tokens in are a guess of 3.5 bytes each. A response that is answered already is not asked for again.',
    ...priceNotes(plan, forecasts),
  ];
  return `${head}\n${textTable(columns, forecasts.map(row))}\n${notes.map((note) => `${note}\n`).join('')}`;
}

/** Which costs are not known, and which are by a table that the sweep itself does not know. */
function priceNotes({ models }: SweepPlan, forecasts: Forecast[]): string[] {
  const paid = forecasts.filter((_, index) => isPaidApi(models[index]?.endpoint.provider ?? ''));
  const tables = new Set(forecasts.flatMap(({ price }) => (price === null || price.from === 'the sweep file' ? [] : [price.from])));
  return [
    ...paid.filter(({ price }) => price === null).map(({ model }) => `no price known for ${model}: ${giveIt(model)}`),
    ...[...tables].map(
      (from) => `Prices from ${from}: for this estimate alone. Limits of cost and reports go by "prices" in the sweep file.`,
    ),
  ];
}

const giveIt = (model: string): string =>
  `give it in the sweep file, "prices": {"${model}": {"input": …, "output": …}}, in US dollars for a million tokens`;

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
