import { Command } from 'commander';
import { count, decimal, dollars, duration } from '../../core/report/numbers.ts';
import type { LevelRecord, TrialRecord } from '../../core/report/sweep-record.ts';
import { openStore } from '../../storage/places.ts';
import { trialKey } from '../../storage/trials/keys.ts';
import { modelOf, storedLevel, storedSweep, trialOf } from '../stored-sweep.ts';
import { shownPlace } from '../terminal/place.ts';
import { scoreTable } from '../terminal/score-table.ts';

export const showCommand = (): Command =>
  new Command('show')
    .description('one trial: how it ended, what each check found, and the response')
    .argument('<sweep>', 'name of a sweep')
    .argument('<model>', 'full name, or its end')
    .argument('<level>', 'number or folder of a level')
    .argument('[sample]', 'counts from 1', '1')
    .option('--json', 'print it as JSON')
    .action(async (sweep: string, model: string, wanted: string, sample: string, { json }: { json?: boolean }) => {
      const store = await openStore();
      const record = await storedSweep(store, sweep);
      const level = storedLevel(record, wanted);
      const trial = trialOf(record, modelOf(record, model), level, sample);
      const key = trialKey({ sweep, model: trial.model, level: level.name, sample: trial.sample });
      const folder = store.placeOf(key);
      const response = await store.find(`${key}/response.md`);
      if (json) process.stdout.write(`${JSON.stringify({ ...trial, folder, response }, null, 2)}\n`);
      else process.stdout.write(`${[...head(trial, level, folder), '', response?.trimEnd() ?? 'no response yet'].join('\n')}\n`);
    });

function head({ model, sample, metadata, score, observations, trouble }: TrialRecord, level: LevelRecord, folder: string): string[] {
  return [
    `${model} · L${level.number} ${level.title} · sample ${sample}`,
    score ? scoreTable(score) : `not scored: ${trouble ?? (metadata ? 'not graded yet' : 'no response yet')}`,
    ...(metadata ? [told(metadata)] : []),
    ...observations.map(({ what, detail }) => `noticed: ${what}${detail ? ` (${detail})` : ''}`),
    shownPlace(folder),
  ];
}

function told({ stopReason, usage, timing, attempts, costUsd, flags }: NonNullable<TrialRecord['metadata']>): string {
  const tokens = usage.outputTokens;
  const speed = tokens === null || timing.totalMs === 0 ? '' : `, ${decimal((1000 * tokens) / timing.totalMs)} tokens/s`;
  const parts = [
    `${stopReason}: ${count(usage.inputTokens)} tokens in, ${count(tokens)} out`,
    `${duration(timing.totalMs)}${speed}`,
    ...(attempts.length > 1 ? [`${attempts.length} requests`] : []),
    ...(costUsd === null ? [] : [dollars(costUsd)]),
    ...flags,
  ];
  return parts.join(' · ');
}
