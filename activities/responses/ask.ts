import type { StreamEnd, StreamPart } from '../../core/stream.ts';
import type { GenerateRequest } from '../../providers/provider.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import type { AttemptJournal, StoredAttempt } from '../../storage/responses/attempt.ts';
import type { ResponseStore } from '../../storage/responses/response-store.ts';
import type { ResponseQuestion } from './request.ts';

/** How far a stream is: what heartbeats carry. */
export interface Position {
  bytes: number;
  tokens: number;
}

/** A stream to be written down, behind what is kept of an earlier attempt. */
interface Beginning {
  kept: StreamPart[];
  stream: AsyncGenerator<StreamPart, StreamEnd>;
}

const now = (): string => new Date().toISOString();

/** What a model has refused once is not sent to it again by this process: each refusal is a request in vain. */
const refused = new Map<string, Record<string, string>>();

function refusedBy({ identity }: ResponseQuestion): Record<string, string> {
  const model = JSON.stringify(identity);
  const known = refused.get(model) ?? {};
  refused.set(model, known);
  return known;
}

/**
 * One request for a response, written down as it comes: the rest of the newest attempt where the provider can show that
 * its text goes on as it would have, else from the beginning. A parameter that the model refuses is noted, to be left
 * out of the next request; every other fault is thrown as it is.
 */
export async function ask(store: ResponseStore, question: ResponseQuestion, position: Position, signal: AbortSignal): Promise<void> {
  const { trial, prompt, sampling } = question;
  const { endpoint, name } = trial.model;
  const unsupported = refusedBy(question);
  const request = { endpoint, model: name, prompt, sampling, level: question.levelFolder, sample: trial.sample, unsupported, signal };
  const { kept, stream } = await beginning(question, request, (await store.attempts(question.key)).at(-1));
  const journal = await store.begin(question.key, now(), kept);
  try {
    for (const part of kept) count(part, position);
    await journal.end(await writeDown(stream, journal, position), now());
  } catch (error) {
    if (signal.aborted) await journal.release();
    else await journal.fail(error instanceof Error ? error.message : String(error), now());
    if (!(error instanceof ProviderError) || error.fault.action !== 'drop' || error.fault.parameter in unsupported) throw error;
    unsupported[error.fault.parameter] = error.fault.words;
  }
}

/** Only greedy text can go on as it would have: with a temperature the random stream begins anew. */
async function beginning({ provider }: ResponseQuestion, request: GenerateRequest, newest: StoredAttempt | undefined): Promise<Beginning> {
  const received = newest?.parts ?? [];
  if (provider.resume && request.sampling.temperature === 0 && received.some((part) => part.type === 'text')) {
    const resumption = await provider.resume(request, received);
    if (resumption.resumed) return resumption;
  }
  return { kept: [], stream: provider.generate(request) };
}

function count(part: StreamPart, position: Position): void {
  if (part.type === 'request') return;
  position.bytes += Buffer.byteLength(part.text);
  position.tokens += part.tokens ?? 0;
}

async function writeDown(stream: AsyncGenerator<StreamPart, StreamEnd>, journal: AttemptJournal, position: Position): Promise<StreamEnd> {
  const begun = performance.now();
  try {
    let next = await stream.next();
    for (let first = true; !next.done; next = await stream.next()) {
      await journal.append(next.value);
      if (next.value.type === 'request') continue;
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
