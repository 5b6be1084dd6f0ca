import type { LevelRecord, TrialRecord } from '../../report/sweep-record.ts';
import type { ResponseMetadata, Sampling, StopReason } from '../../response.ts';
import { whyUnscored } from '../outcome.ts';
import type { InspectConfig, InspectMessage, InspectModelEvent, InspectOutput, InspectSample } from './format.ts';
import { foundBy, pointsText, sampleScores } from './scores.ts';
import { usageOf } from './usage.ts';

/** The texts of one trial; null where there is no such file. */
export interface ExportedTexts {
  prompt: string | null;
  response: string | null;
  /** Null also for models that show none. */
  reasoning: string | null;
}

/** A looping model is stopped by its server, which the format has no word for; `metadata.stopReason` tells. */
const stopReasons: Record<StopReason, InspectOutput['choices'][number]['stop_reason']> = {
  complete: 'stop',
  truncated: 'max_tokens',
  refused: 'content_filter',
  looping: 'unknown',
};

/** One trial. Without points it has an error that says why. `id` is the level, `epoch` the number of the sample. */
export function inspectSample(
  trial: TrialRecord,
  level: LevelRecord,
  texts: ExportedTexts,
  log: { id: string; model: string },
): InspectSample {
  const { metadata } = trial;
  const error = whyUnscored(trial);
  const uuid = `${log.id}-${level.name}-${trial.sample}`;
  const asked = texts.prompt === null ? [] : [{ id: `${uuid}-prompt`, role: 'user', source: 'input', content: texts.prompt } as const];
  const answer = metadata === null ? [] : [{ id: `${uuid}-response`, ...answerMessage(texts, log.model) }];
  const usage = metadata && usageOf(metadata);
  const output = metadata === null ? { model: log.model, choices: [] } : outputOf(metadata, answer, log.model);
  return {
    id: level.name,
    epoch: trial.sample,
    input: texts.prompt ?? '',
    target: pointsText(level.points),
    messages: [...asked, ...answer],
    output,
    events: metadata === null ? [] : [eventOf(metadata, asked, output)],
    scores: sampleScores(level, trial),
    metadata: factsOf(trial, level),
    model_usage: usage ? { [log.model]: usage } : {},
    ...(metadata && timesOf(metadata)),
    uuid,
    ...(error !== null && { error: { message: error, traceback: '', traceback_ansi: '' } }),
  };
}

function answerMessage({ response, reasoning }: ExportedTexts, model: string): Omit<InspectMessage, 'id'> {
  const text = response ?? '';
  const content = reasoning ? [{ type: 'reasoning', reasoning } as const, { type: 'text', text } as const] : text;
  return { role: 'assistant', source: 'generate', content, model };
}

function outputOf(metadata: ResponseMetadata, answer: InspectMessage[], model: string): InspectOutput {
  const { stopReason, rawStopReason, timing } = metadata;
  const usage = usageOf(metadata);
  return {
    model: metadata.identity.resolved ?? model,
    choices: answer.map((message) => ({ message, stop_reason: stopReasons[stopReason] })),
    ...(usage && { usage }),
    time: timing.totalMs / 1000,
    metadata: { stopReason, rawStopReason },
  };
}

/** One event, however many requests it took: those are in the metadata of the sample. */
function eventOf(metadata: ResponseMetadata, input: InspectMessage[], output: InspectOutput): InspectModelEvent {
  const { started_at, completed_at, total_time } = timesOf(metadata);
  const times = { timestamp: started_at, completed: completed_at, working_start: 0, working_time: total_time };
  const asked = { model: output.model, input, tools: [], tool_choice: 'none' as const, config: inspectConfig(metadata.sampling) };
  return { event: 'model', ...times, ...asked, output };
}

/** Parameters that are left to the provider are absent. */
export function inspectConfig({ temperature, maxTokens, seed }: Sampling): InspectConfig {
  return { max_tokens: maxTokens, ...(temperature !== null && { temperature }), ...(seed !== null && { seed }) };
}

/** When the first request was made, and the last byte's arrival. */
export function timesOf({ timing }: ResponseMetadata) {
  const { startedAt, totalMs } = timing;
  return { started_at: startedAt, completed_at: new Date(Date.parse(startedAt) + totalMs).toISOString(), total_time: totalMs / 1000 };
}

/** What the format has no field for. */
function factsOf({ metadata, score, observations, unsandboxed, buildKey }: TrialRecord, level: LevelRecord): Record<string, unknown> {
  return {
    title: level.title,
    number: level.number,
    tier: level.tier,
    points: level.points,
    earned: score?.earned ?? null,
    levelHash: level.hash,
    ...(metadata && responseFacts(metadata)),
    observations,
    unsandboxed,
    ...(buildKey !== undefined && { buildKey }),
    checks: foundBy(score?.checks ?? []),
  };
}

function responseFacts(metadata: ResponseMetadata): Partial<ResponseMetadata> & { seed: number | null; firstTokenMs: number | null } {
  const { stopReason, rawStopReason, flags, promptHash, responseHash, identity, unsupported, usage, attempts, costUsd } = metadata;
  const { seed } = metadata.sampling;
  const { firstTokenMs } = metadata.timing;
  return {
    stopReason,
    rawStopReason,
    flags,
    promptHash,
    responseHash,
    identity,
    unsupported,
    usage,
    attempts,
    costUsd,
    seed,
    firstTokenMs,
  };
}
