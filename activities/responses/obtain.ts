import type { StoredResponse } from '../../storage/responses/finished.ts';
import type { ResponseStore } from '../../storage/responses/response-store.ts';
import { ask, type Position } from './ask.ts';
import { assemble, wholeAttempt } from './assemble.ts';
import type { ResponseQuestion } from './request.ts';

/** The response to a question: the stored one if it was ever answered, else the model's. */
export async function obtain(
  store: ResponseStore,
  question: ResponseQuestion,
  position: Position,
  signal: AbortSignal,
): Promise<{ response: StoredResponse; reused: boolean }> {
  const found = await store.find(question.key);
  if (found) return { response: found, reused: true };
  // a whole stream whose process died before it could put the response in its place is not asked for again
  while (!wholeAttempt(await store.attempts(question.key))) await ask(store, question, position, signal);
  const response = assemble(question, await store.attempts(question.key), await rendered(question, signal));
  return { response: await store.finish(question.key, response), reused: false };
}

/** Asked while the model is loaded anyhow; a server that does not show it costs nothing but the knowledge. */
async function rendered({ trial, provider, prompt, sampling }: ResponseQuestion, signal: AbortSignal): Promise<string | null> {
  const { endpoint, name } = trial.model;
  return (await provider.render?.({ endpoint, model: name, prompt, sampling, level: trial.level.name, signal })) ?? null;
}
