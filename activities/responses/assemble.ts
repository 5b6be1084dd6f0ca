import { costOf } from '../../core/cost.ts';
import type { AttemptRecord, ResponseMetadata } from '../../core/response.ts';
import { responseFlags } from '../../core/response-flags.ts';
import { requestIdsOf, type StreamEnd, textOf } from '../../core/stream.ts';
import type { StoredAttempt } from '../../storage/responses/attempt.ts';
import type { StoredResponse } from '../../storage/responses/finished.ts';
import { hashOf } from '../../storage/responses/finished.ts';
import type { ResponseQuestion } from './request.ts';

/** Each once, over all attempts. */
export const requestIds = (attempts: StoredAttempt[]): string[] => [...new Set(attempts.flatMap(({ parts }) => requestIdsOf(parts)))];

const endOf = ({ outcome }: StoredAttempt): string => {
  if (outcome === null) return 'lost with the process that made it';
  return outcome.type === 'end' ? 'complete' : outcome.reason;
};

/** `greedy`: the response must begin with the text of each attempt for it; whether it does is a check of the server. */
function attemptRecord(attempt: StoredAttempt, response: string, greedy: boolean): AttemptRecord {
  const text = textOf(attempt.parts);
  const broken = attempt.outcome?.type !== 'end' && text !== '';
  return {
    startedAt: attempt.startedAt,
    ended: endOf(attempt),
    ...(attempt.kept > 0 && { continuedAtByte: Buffer.byteLength(textOf(attempt.parts.slice(0, attempt.kept))) }),
    ...(attempt.restarted && { restarted: attempt.restarted }),
    ...(greedy && broken && { agrees: response.startsWith(text) }),
  };
}

const millisecondsBetween = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

/** The attempt whose stream the provider has declared whole, if there is one. */
export function wholeAttempt(
  attempts: StoredAttempt[],
): (StoredAttempt & { outcome: { type: 'end'; endedAt: string; end: StreamEnd } }) | null {
  const whole = attempts.find((attempt) => attempt.outcome?.type === 'end');
  return whole?.outcome?.type === 'end' ? { ...whole, outcome: whole.outcome } : null;
}

/** A stored response from the journals of all attempts that were made for it. */
export function assemble(question: ResponseQuestion, attempts: StoredAttempt[], renderedPrompt: string | null): StoredResponse {
  const whole = wholeAttempt(attempts);
  if (!whole) throw new Error(`no attempt for ${question.key} is whole`);
  const { end, endedAt } = whole.outcome;
  const { price } = question.trial.model;
  const text = textOf(whole.parts);
  const reasoning = textOf(whole.parts, 'reasoning');
  const metadata: ResponseMetadata = {
    model: question.trial.model.id,
    identity: { ...question.identity, ...(end.resolvedModel && { resolved: end.resolvedModel }) },
    sampling: question.sampling,
    unsupported: end.unsupported,
    stopReason: end.stopReason,
    rawStopReason: end.rawStopReason,
    usage: end.usage,
    rawUsage: end.rawUsage,
    flags: responseFlags(end.stopReason, text, reasoning),
    requestIds: requestIds(attempts),
    promptHash: hashOf(question.prompt),
    responseHash: hashOf(text),
    responseBytes: Buffer.byteLength(text),
    ...(renderedPrompt !== null && { renderedPrompt }),
    timing: { startedAt: whole.startedAt, firstTokenMs: whole.firstTokenMs, totalMs: millisecondsBetween(whole.startedAt, endedAt) },
    attempts: attempts.map((attempt) => attemptRecord(attempt, text, question.sampling.temperature === 0)),
    costUsd: price && costOf(price, end.usage),
  };
  return { text, reasoning, metadata };
}
