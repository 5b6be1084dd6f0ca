import type { Complaint, Refusal } from '../fault/complaint.ts';
import { type Circumstances, complaintError, connectionError, cutError } from '../fault/failure.ts';
import { judge } from '../fault/judge.ts';
import { scrub } from '../fault/scrub.ts';
import type { StreamEnd, StreamPart } from '../provider.ts';

/** One request of an SDK and how to read its failures. */
export interface Attempt {
  /** What may be left out if the model refuses it. */
  droppable: readonly string[];
  unsupported: Record<string, string>;
  /** Aborted by the caller; its reason goes through as it is. */
  signal: AbortSignal;
  circumstances: Circumstances;
  /** The SDK's error as a complaint; null for other errors. */
  complaint(error: unknown): Complaint | null;
  /** Sends the request; returns null where the stream ended without the provider's sign of completion. */
  stream(signal: AbortSignal): AsyncGenerator<StreamPart, StreamEnd | null>;
}

/**
 * Runs one request: refusals become ends, every other failure a `ProviderError`. Leaving early ends the request at the
 * server too.
 */
export async function* attempt(given: Attempt): AsyncGenerator<StreamPart, StreamEnd> {
  const leaving = new AbortController();
  try {
    const end = yield* noted(given, AbortSignal.any([given.signal, leaving.signal]));
    given.signal.throwIfAborted();
    if (!end) throw cutError('the stream ended without saying that it is whole', given.circumstances);
    return end;
  } catch (error) {
    given.signal.throwIfAborted();
    return failed(error, given);
  } finally {
    leaving.abort();
  }
}

/** Notes when the server has begun to answer: from then on a lost connection is a cut stream. */
async function* noted(given: Attempt, signal: AbortSignal): AsyncGenerator<StreamPart, StreamEnd | null> {
  const parts = given.stream(signal);
  for (;;) {
    const next = await parts.next();
    if (next.done) return next.value;
    given.circumstances.begun = true;
    yield next.value;
  }
}

function failed(error: unknown, given: Attempt): StreamEnd {
  const complaint = given.complaint(error);
  if (!complaint) throw connectionError(error, given.circumstances) ?? error;
  const judgement = judge(complaint, given.droppable);
  if (judgement.action === 'refuse') return declined(judgement, complaint, given);
  throw complaintError(complaint, judgement, given.circumstances);
}

function declined(refusal: Refusal, complaint: Complaint, { unsupported, circumstances }: Attempt): StreamEnd {
  const message = scrub(complaint.message, [circumstances.key]);
  const usage = { inputTokens: null, outputTokens: null, reasoningTokens: null };
  return { stopReason: 'refused', rawStopReason: refusal.reason, usage, rawUsage: { message }, unsupported };
}
