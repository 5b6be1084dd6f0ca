import type { Results } from '../results.ts';
import { count, decimal, dollars, duration, unknown } from './numbers.ts';
import { resolutionNote } from './resolution.ts';
import type { SweepRecord } from './sweep-record.ts';
import { type Column, escapeMarkdown, markdownTable, type Table } from './table.ts';
import type { Telemetry } from './telemetry.ts';

/** What the intervals mean, and which differences are too small to be seen. */
export function readingNotes(record: SweepRecord): string {
  const { samples } = record.input;
  const single = samples === 1 ? ' With one sample a level, how much the score varies on these levels is not known.' : '';
  const range = record.trials.every((trial) => trial.score?.earned != null)
    ? ''
    : ' A range of points holds whatever the trials without a score could have earned, from nothing to everything; percent and intervals are of the scored ones.';
  return `Points are means over ${samples} ${samples === 1 ? 'sample' : 'samples'} a level.${range} Intervals are 95 %, in percent: "on these levels" for drawing other samples, "on levels like these" for other levels of the same sort; w marks Wilson's interval, used near 0 and 100.${single} ${resolutionNote(record.levels.length, samples)}\n`;
}

/** Time, tokens and cost by model. */
export function costSection(telemetry: Telemetry): string {
  const { columns, rows } = costTable(telemetry);
  return `## Time, tokens, cost\n\n${markdownTable(columns, rows)}`;
}

export function costTable(telemetry: Telemetry): Table {
  const heads = ['responses', 'generation', 'tokens in', 'tokens out', 'of these reasoning', 'tokens/s', 'requests repeated', 'cost'];
  const columns: Column[] = [{ head: 'model', align: 'left' }, ...heads.map((head): Column => ({ head, align: 'right' }))];
  const rows = telemetry.models.map((model) => [
    model.model,
    count(model.responses),
    duration(model.generationMs),
    count(model.inputTokens),
    count(model.outputTokens),
    count(model.reasoningTokens),
    decimal(model.tokensPerSecond),
    count(model.repeatedRequests),
    dollars(model.costUsd),
  ]);
  return { columns, rows };
}

/** Sampling, models, levels and versions. */
export function settingsSection(record: SweepRecord, results: Results): string {
  const list = settingLines(record).map((line) => `- ${escapeMarkdown(line)}\n`);
  const tables = [identityTable(results), levelTable(results)].map(({ columns, rows }) => markdownTable(columns, rows));
  return `## Settings\n\n${list.join('')}\n${tables.join('\n')}`;
}

/** Sampling, versions, and what was asked for in vain, each in words. */
export function settingLines(record: SweepRecord): string[] {
  const { sampling, samples, qualify } = record.input;
  return [
    `samples: ${samples}`,
    ...Object.entries(sampling).map(([name, value]) => `${name}: ${value ?? 'left to the provider'}`),
    ...(qualify === null ? [] : [`qualify: ${qualify.percent} % on ${qualify.levels.join(', ')}`]),
    ...Object.entries(record.versions).map(([name, version]) => `${name}: ${version}`),
    ...unsupported(record),
  ];
}

const left = (...heads: string[]): Column[] => heads.map((head) => ({ head, align: 'left' }));

/** What each model answered as. */
export function identityTable({ models }: Results): Table {
  const rows = models.flatMap(({ model, identities }) => identities.map((identity) => [model, identityText(identity)]));
  return { columns: left('model', 'identity'), rows };
}

/** Which version of each level was asked. */
export function levelTable({ levels }: Results): Table {
  return { columns: left('level', 'sha256'), rows: levels.map((level) => [level.name, level.hash]) };
}

function identityText(identity: Results['models'][number]['identities'][number]): string {
  const { template, ...facts } = identity;
  const told = Object.entries(facts).filter(([name]) => name !== 'provider' && name !== 'model');
  return told.map(([name, value]) => `${name} ${value}`).join(', ') || (template === undefined ? unknown : 'template recorded');
}

function unsupported(record: SweepRecord): string[] {
  const found = record.trials.flatMap(({ model, metadata }) =>
    Object.entries(metadata?.unsupported ?? {}).map(([parameter, words]) => `${model} does not accept ${parameter}: ${words}`),
  );
  return [...new Set(found)].sort();
}
