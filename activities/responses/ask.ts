import { requestIdsOf, type StreamEnd, type StreamPart } from '../../core/stream.ts';
import type { Permit } from '../../core/trial.ts';
import { trialId } from '../../core/trial.ts';
import type { GenerateRequest, Resumption } from '../../providers/provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { AttemptJournal, StoredAttempt } from '../../storage/responses/attempt.ts';
import type { ResponseStore } from '../../storage/responses/response-store.ts';
import { Bill } from './bill.ts';
import { modelRequest, type ResponseQuestion } from './request.ts';

/** How far a stream is: what heartbeats carry. */
export interface Position {
  bytes: number;
  tokens: number;
}

/** Times of one attempt, from its beginning on: a clock that is put meanwhile cannot make it last longer, or less than nothing. */
function attemptClock(): () => string {
  const [begunAt, begun] = [Date.now(), performance.now()];
  return () => new Date(begunAt + performance.now() - begun).toISOString();
}

/** What a model has refused once is not sent to it again by this process: each refusal is a request in vain. */
const refused = new Map<string, Record<string, string>>();

function refusedBy({ identity }: ResponseQuestion): Record<string, string> {
  const model = JSON.stringify(identity);
  const known = refused.get(model) ?? {};
  refused.set(model, known);
  return known;
}

/** What one request may do and tells. */
export interface Asking {
  permit: Permit;
  position: Position;
  signal: AbortSignal;
  /** Waits until the host is free and keeps it for the work. */
  turn: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * One request for a response, written down as it comes: the rest of the newest attempt where the provider can show that
 * its text goes on as it would have, else from the beginning. A parameter that the model refuses is noted, to be left
 * out of the next request; every other fault is thrown as it is. `mayAsk` is called right before the request, and throws where it must not be made.
 */
export async function ask(
  store: ResponseStore,
  question: ResponseQuestion,
  { permit, position, signal }: Asking,
  mayAsk: () => void = () => undefined,
): Promise<void> {
  const unsupported = refusedBy(question);
  const request = { ...modelRequest(question, signal), sample: question.trial.sample, unsupported };
  const resumption = await resumed(question, request, (await store.attempts(question.key)).at(-1));
  const from = resumption?.resumed ? { kept: resumption.kept } : { kept: [], restarted: resumption?.why };
  const bill = await Bill.open(store.ledger(question.key), question, permit, from.kept.length > 0);
  const [{ trial }, now] = [question, attemptClock()];
  const journal = await store.begin(question.key, now(), { ...from, paid: bill?.number, trial: `${trial.sweep}/${trialId(trial)}` });
  const stream = resumption?.resumed ? resumption.stream : question.provider.generate(request);
  const requestIds = new Set(requestIdsOf(from.kept));
  try {
    for (const part of from.kept) count(part, position);
    mayAsk();
    const end = await writeDown(stream, journal, position, requestIds);
    await journal.end(end, now());
  } catch (error) {
    try {
      if (signal.aborted) await journal.release();
      else await journal.fail(error instanceof Error ? error.message : String(error), now());
    } finally {
      await bill?.broken(error, [...requestIds], requestIds.size > 0);
    }
    if (!(error instanceof ProviderError) || error.fault.action !== 'drop' || error.fault.parameter in unsupported) throw error;
    unsupported[error.fault.parameter] = error.fault.words;
  }
}

/** null where nothing has come that could be gone on with. */
async function resumed(
  { provider, trial }: ResponseQuestion,
  request: GenerateRequest,
  newest?: StoredAttempt,
): Promise<Resumption | null> {
  const received = newest?.parts ?? [];
  if (received.length === 0) return null;
  if (trial.handling.onCut === 'restart') return { resumed: false, why: 'the sweep begins cut responses anew' };
  return (await provider.resume?.(request, received)) ?? { resumed: false, why: 'this provider cannot go on with a response' };
}

function count(part: StreamPart, position: Position): void {
  if (part.type === 'request') return;
  position.bytes += Buffer.byteLength(part.text);
  position.tokens += part.tokens ?? 0;
}

async function writeDown(
  stream: AsyncGenerator<StreamPart, StreamEnd>,
  journal: AttemptJournal,
  position: Position,
  requestIds: Set<string>,
): Promise<StreamEnd> {
  const begun = performance.now();
  try {
    let next = await stream.next();
    for (let first = true; !next.done; next = await stream.next()) {
      await journal.append(next.value);
      if (next.value.type === 'request') {
        requestIds.add(next.value.requestId);
        continue;
      }
      if (first) await journal.firstToken(Math.round(performance.now() - begun));
      first = false;
      count(next.value, position);
    }
    return next.value;
  } catch (error) {
    // a disk that is full must not leave the request running at the server
    await stream.return(undefined as never).catch(() => undefined);
    throw error;
  }
}
