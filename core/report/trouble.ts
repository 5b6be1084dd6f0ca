import { possiblyLost } from '../ledger.ts';
import { type Results, ranked } from '../results.ts';
import { dollars, unknown } from './numbers.ts';
import type { SweepRecord } from './sweep-record.ts';
import { type Column, escapeMarkdown, markdownTable, type Table } from './table.ts';

/** How responses ended and what was noticed about them, by model. */
export function responseSection(results: Results): string {
  const { columns, rows } = responseTable(results);
  return `## Responses\n\n${markdownTable(columns, rows)}`;
}

export function responseTable(results: Results): Table {
  const byModel = Map.groupBy(results.trials, (trial) => trial.model);
  const columns: Column[] = ['model', 'ended', 'noticed'].map((head) => ({ head, align: 'left' }));
  const rows = ranked(results.models).map(({ model }) => {
    const trials = byModel.get(model) ?? [];
    return [model, tallyText(trials.map((trial) => trial.stopReason ?? 'no response')), tallyText(trials.flatMap((trial) => trial.flags))];
  });
  return { columns, rows };
}

/** Trials without a score, attempts that broke off, models that changed: what is not the models' doing. */
export function troubleItems(record: SweepRecord, results: Results): string[] {
  return [
    ...strayTrials(record),
    ...unscored(record),
    ...changed(results),
    ...brokenAttempts(record),
    ...mended(record),
    ...paidInVain(record),
  ];
}

export function troubleSection(record: SweepRecord, results: Results): string {
  const items = troubleItems(record, results);
  const list = items.length === 0 ? 'None.\n' : items.map((item) => `- ${escapeMarkdown(item)}\n`).join('');
  return `## Infrastructure\n\n${list}`;
}

function strayTrials({ strays }: SweepRecord): string[] {
  return strays.map((stray) => `${stray} is of no trial that the sweep planned; it is not counted`);
}

function unscored(record: SweepRecord): string[] {
  const lost = record.trials.filter((trial) => trial.score?.earned == null);
  const reasons = lost.map((trial) => `${trial.model}: ${reasonOf(trial)}`);
  return [...countEach(reasons)].map(([reason, times]) => `${times} not scored, ${reason}`);
}

/** Why a trial has no score. */
export function reasonOf(trial: SweepRecord['trials'][number]): string {
  const reasons = (trial.score?.checks ?? []).flatMap((check) => (check.verdict === 'not-scored' ? [check.reason] : []));
  return trial.trouble ?? reasons[0] ?? (trial.metadata === null ? 'no response yet' : 'not graded yet');
}

/** A built-in model is known by its answer, and so is another for each level. */
function changed(results: Results): string[] {
  const models = results.models.filter(
    ({ identities }) => identities.length > 1 && identities.some(({ provider }) => provider !== 'builtin'),
  );
  return models.map(({ model, identities }) => `${model} answered under ${identities.length} identities: it changed during the sweep`);
}

function brokenAttempts(record: SweepRecord): string[] {
  const ends = record.trials.flatMap(({ model, metadata }) =>
    (metadata?.attempts ?? []).filter(({ ended }) => ended !== 'complete').map(({ ended }) => `${model}: ${ended}`),
  );
  return [...countEach(ends)].map(([end, times]) => `${times} broken off, ${end}`);
}

/** What became of responses that broke off. */
function mended({ trials }: SweepRecord): string[] {
  const attempts = trials.flatMap(({ model, metadata }) => (metadata?.attempts ?? []).map((attempt) => ({ model, ...attempt })));
  const notes = attempts.flatMap(({ model, continuedAtByte, restarted, agrees }) => [
    ...(continuedAtByte === undefined ? [] : [`${model}: gone on with where it broke off`]),
    ...(restarted === undefined ? [] : [`${model}: begun anew, ${restarted}`]),
    ...(agrees === false ? [`${model}: the text that had come was another one, so it is not deterministic at temperature 0`] : []),
  ]);
  return [...countEach(notes)].map(([note, times]) => `${times} × ${note}`);
}

function paidInVain({ models, trials }: SweepRecord): string[] {
  return models.flatMap((model) => {
    const { requests, boundUsd } = possiblyLost(trials.filter((trial) => trial.model === model).flatMap((trial) => trial.ledger));
    const bound = boundUsd > 0 ? `, ${dollars(boundUsd)} at most` : '';
    return requests === 0 ? [] : [`${requests} requests of ${model} may have been paid for without a response${bound}`];
  });
}

function tallyText(words: string[]): string {
  return [...countEach(words)].map(([word, times]) => `${word} ${times}×`).join(', ') || unknown;
}

function countEach(words: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
