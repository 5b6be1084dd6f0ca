import type { InspectLog } from '../../core/export/inspect/format.ts';
import { inspectLog } from '../../core/export/inspect/log.ts';
import type { ExportedTexts } from '../../core/export/inspect/sample.ts';
import type { SweepRecord, TrialRecord } from '../../core/report/sweep-record.ts';
import type { ResponseMetadata } from '../../core/response.ts';
import { metadataOf, sweepRecord, trialOf } from '../core/sweep-fixture.ts';

const odd: [string, number, Partial<ResponseMetadata>][] = [
  ['02-codec', 1, { stopReason: 'truncated', rawStopReason: 'length', flags: ['truncated'] }],
  ['02-codec', 2, { stopReason: 'refused', rawStopReason: 'refusal', flags: ['refused', 'empty'] }],
  ['14-lease', 1, { stopReason: 'looping', rawStopReason: 'loop', usage: { inputTokens: null, outputTokens: 9, reasoningTokens: null } }],
];

function oddTrial(level: string, sample: number, changed: Partial<ResponseMetadata>): TrialRecord {
  const metadata = { ...metadataOf('ollama:odd', `2026-01-01T00:0${sample}:00.000Z`), ...changed };
  return { ...trialOf('ollama:odd', level, sample, 1), metadata };
}

/** The usual two models and `ollama:odd`: cut, declined, looping, and one trial that is not answered yet. */
export function troubledSweep(): SweepRecord {
  const usual = sweepRecord();
  const { trouble: _, ...open } = trialOf('ollama:odd', '14-lease', 2, undefined);
  const trials = [...usual.trials, ...odd.map((trial) => oddTrial(...trial)), open];
  return { ...usual, models: [...usual.models, 'ollama:odd'], trials };
}

export const someTexts: ExportedTexts = { prompt: 'Write it.\n', response: 'Here it is.\n', reasoning: null };

export function logOf(record: SweepRecord, model: string, texts = someTexts): InspectLog {
  const nothing = { prompt: null, response: null, reasoning: null };
  const trials = record.trials.filter((trial) => trial.model === model);
  const name = { model, id: 'abc', created: '2026-01-01T00:00:00.000Z' };
  return inspectLog(
    record,
    name,
    trials.map((trial) => ({ trial, texts: trial.metadata ? texts : nothing })),
  );
}
