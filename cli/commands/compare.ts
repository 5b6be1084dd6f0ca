import { Command } from 'commander';
import { sentenceOf } from '../../core/comparison/pair.ts';
import { type Comparison, compareSides, nameOf, type Side } from '../../core/comparison/sides.ts';
import { chanceText } from '../../core/report/differences.ts';
import { count, decimal, differenceText, dollars, duration, signed } from '../../core/report/numbers.ts';
import type { SweepRecord } from '../../core/report/sweep-record.ts';
import { textTable } from '../../core/report/table.ts';
import { openStore } from '../../storage/places.ts';
import { UserError } from '../exit.ts';
import { modelOf, storedSweep } from '../stored-sweep.ts';

export const compareCommand = (): Command =>
  new Command('compare')
    .description('two sweeps, model by model, or two models: paired differences, levels that flipped, cost and time')
    .argument('<a>', 'SWEEP, or SWEEP/MODEL')
    .argument('<b>', 'the same')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExamples:\n  specgen compare monday tuesday\n  specgen compare night/qwen2.5-coder:32b night/qwen2.5-coder:7b')
    .action(async (a: string, b: string, { json }: { json?: boolean }) => {
      const [first, second] = [await named(a), await named(b)];
      const comparisons = compareSides(contestsOf(first, second));
      for (const line of alone(first, second)) process.stderr.write(`${line}\n`);
      if (json) process.stdout.write(`${JSON.stringify(comparisons, null, 2)}\n`);
      else process.stdout.write(`${comparisons.map((comparison) => told(comparison).join('\n')).join('\n\n')}\n`);
    });

interface Named {
  record: SweepRecord;
  model: string | null;
}

/** Names of sweeps hold no slash; what follows the first one is the model. */
async function named(argument: string): Promise<Named> {
  const slash = argument.indexOf('/');
  const record = await storedSweep(await openStore(), slash < 0 ? argument : argument.slice(0, slash));
  return { record, model: slash < 0 ? null : modelOf(record, argument.slice(slash + 1)) };
}

/** Models of two whole sweeps that only one of them asked. */
function alone(a: Named, b: Named): string[] {
  if (a.model !== null || b.model !== null) return [];
  const only = ({ record }: Named, { record: other }: Named) =>
    record.models.filter((model) => !other.models.includes(model)).map((model) => `left out: ${model}, only in ${record.sweep}`);
  return [...only(a, b), ...only(b, a)];
}

/** A side without a model has the other's, and two sweeps have all that both asked. */
function contestsOf(a: Named, b: Named): { first: Side; second: Side }[] {
  const models =
    (a.model ?? b.model)
      ? [[a.model ?? b.model, b.model ?? a.model]]
      : a.record.models.filter((model) => b.record.models.includes(model)).map((model) => [model, model]);
  const contests = models.map(([first, second]) => ({
    first: { record: a.record, model: modelOf(a.record, first!) },
    second: { record: b.record, model: modelOf(b.record, second!) },
  }));
  if (contests.length === 0)
    throw new UserError(`${a.record.sweep} and ${b.record.sweep} have no model in common; name two: SWEEP/MODEL SWEEP/MODEL`);
  const same = contests.find(({ first, second }) => nameOf(first) === nameOf(second));
  if (same) throw new UserError(`${nameOf(same.first)} stands on both sides; name two different ones`);
  return contests;
}

function told(comparison: Comparison): string[] {
  const { pair, levels, leftOut, shared, first, second } = comparison;
  const sides = `${first.sweep}/${first.model} against ${second.sweep}/${second.model}`;
  const numbers = pair
    ? [
        `${signed(pair.difference)} points of 100 over ${pair.levels} levels`,
        `on these levels ${differenceText(pair.onTheseLevels)}, p ${chanceText(pair.adjusted.theseLevels)}`,
        `on levels like these ${differenceText(pair.onLevelsLikeThese)}, p ${chanceText(pair.adjusted.levelsLikeThese)}`,
        sentenceOf(pair),
        ...(pair.finding === 'not told apart'
          ? []
          : [`differences below about ${decimal(pair.smallest, 0)} points would mostly not be seen`]),
      ]
    : ['no level is scored on both sides'];
  return [
    sides,
    ...numbers.map((line) => `  ${line}`),
    ...(shared > 0 ? [`  ${shared} responses are the same ones on both sides; they are left out of the variation`] : []),
    ...Object.entries(leftOut).map(([name, why]) => `  left out: ${name}, ${why}`),
    '',
    levelTable(levels),
    costTable(comparison),
  ];
}

function levelTable(levels: Comparison['levels']): string {
  const rows = levels.map(({ name, points, first, second, flipped }) => [
    name,
    `${decimal(first)}/${points}`,
    `${decimal(second)}/${points}`,
    signed(second - first),
    flipped === null ? '' : `full marks ${flipped}`,
  ]);
  return textTable(
    [
      { head: 'level', align: 'left' },
      { head: 'first', align: 'right' },
      { head: 'second', align: 'right' },
      { head: 'second − first', align: 'right' },
      { head: '', align: 'left' },
    ],
    rows,
  );
}

function costTable({ first, second }: Comparison): string {
  const row = (head: string, value: (side: Comparison['first']) => string) => [head, value(first), value(second)];
  return textTable(
    [
      { head: '', align: 'left' },
      { head: 'first', align: 'right' },
      { head: 'second', align: 'right' },
    ],
    [
      row('scored', ({ scored, trials }) => `${scored}/${trials}`),
      row('responses', ({ responses }) => count(responses)),
      row('generation', ({ generationMs }) => duration(generationMs)),
      row('tokens out', ({ outputTokens }) => count(outputTokens)),
      row('cost', ({ costUsd }) => dollars(costUsd)),
    ],
  ).trimEnd();
}
