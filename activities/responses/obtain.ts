import { ProviderError } from '../../providers/provider-error.ts';
import type { StoredResponse } from '../../storage/responses/finished.ts';
import type { ResponseStore } from '../../storage/responses/response-store.ts';
import { assemble, wholeAttempt } from './assemble.ts';
import type { ResponseQuestion } from './request.ts';

/** How far a stream is: what heartbeats carry. */
export interface Position {
  bytes: number;
  tokens: number;
}

/** What a model has refused once is not sent to it again by this process: each refusal is a request in vain. */
const refused = new Map<string, Record<string, string>>();

function refusedBy({ prepared }: ResponseQuestion): Record<string, string> {
  const model = JSON.stringify(prepared.identity);
  const known = refused.get(model) ?? {};
  refused.set(model, known);
  return known;
}

const now = (): string => new Date().toISOString();

/**
 * The response to a question: the stored one if it was ever answered, else the model's. A parameter that the model
 * refuses is left out of the next request; every other fault is thrown as it is.
 */
export async function obtain(
  store: ResponseStore,
  question: ResponseQuestion,
  position: Position,
  signal: AbortSignal,
): Promise<{ response: StoredResponse; reused: boolean }> {
  const found = await store.find(question.key);
  if (found) return { response: found, reused: true };
  const unsupported = refusedBy(question);
  // a whole stream whose process died before it could put the response in its place is not asked for again
  while (!wholeAttempt(await store.attempts(question.key))) await ask(store, question, unsupported, position, signal);
  const response = assemble(question, await store.attempts(question.key));
  return { response: await store.finish(question.key, response), reused: false };
}

async function ask(
  store: ResponseStore,
  question: ResponseQuestion,
  unsupported: Record<string, string>,
  position: Position,
  signal: AbortSignal,
): Promise<void> {
  const journal = await store.begin(question.key, now());
  try {
    await journal.end(await streamInto(journal, question, unsupported, position, signal), now());
  } catch (error) {
    if (signal.aborted) await journal.release();
    else await journal.fail(error instanceof Error ? error.message : String(error), now());
    if (!(error instanceof ProviderError) || error.fault.action !== 'drop' || error.fault.parameter in unsupported) throw error;
    unsupported[error.fault.parameter] = error.fault.words;
  }
}

async function streamInto(
  journal: Awaited<ReturnType<ResponseStore['begin']>>,
  { trial, provider, prompt, sampling }: ResponseQuestion,
  unsupported: Record<string, string>,
  position: Position,
  signal: AbortSignal,
) {
  const begun = performance.now();
  const { endpoint, name } = trial.model;
  const request = { endpoint, model: name, prompt, sampling, level: trial.level.name, sample: trial.sample, unsupported, signal };
  const stream = provider.generate(request);
  let next = await stream.next();
  for (let first = true; !next.done; next = await stream.next()) {
    await journal.append(next.value);
    if (next.value.type === 'request') continue;
    if (first) await journal.firstToken(Math.round(performance.now() - begun));
    first = false;
    position.bytes += Buffer.byteLength(next.value.text);
    position.tokens += next.value.tokens ?? 0;
  }
  return next.value;
}
