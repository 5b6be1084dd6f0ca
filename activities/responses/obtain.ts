import { ClaimLost } from '../../storage/responses/claims.ts';
import { hashOf, type StoredResponse } from '../../storage/responses/finished.ts';
import type { ResponseStore } from '../../storage/responses/response-store.ts';
import { type Asking, ask } from './ask.ts';
import { assemble, requestIds, wholeAttempt } from './assemble.ts';
import { isPaid, settle } from './bill.ts';
import { modelRequest, type ResponseQuestion } from './request.ts';

/** `reused`: it was there already. */
export interface Obtained {
  response: StoredResponse;
  reused: boolean;
}

/** The response to a question: the stored one if it was ever answered, else the model's. */
export async function obtain(store: ResponseStore, question: ResponseQuestion, asking: Asking): Promise<Obtained> {
  for (;;) {
    // another sweep may have asked the same meanwhile: what it has finished is not asked for a second time
    const found = await store.find(question.key);
    if (found) return { response: found, reused: true };
    const attempts = await store.attempts(question.key);
    // a whole stream whose process died before it could put the response in its place is not asked for again
    const whole = wholeAttempt(attempts);
    if (whole) {
      await settle(store.ledger(question.key), question, whole.paid, whole.outcome.end, requestIds([whole]));
      const response = assemble(question, attempts, await rendered(question, asking.signal));
      return { response: await store.finish(question.key, response), reused: false };
    }
    try {
      await asking.turn(() => askOnce(store, question, asking));
    } catch (error) {
      // while this host was out of reach another one may have finished it: then this one's journal goes, too
      if (asking.signal.aborted || !(await store.find(question.key).catch(() => null))) throw error;
    }
  }
}

/** Of several workers that are to get the same response one pays; the others wait and look again. */
async function askOnce(store: ResponseStore, question: ResponseQuestion, asking: Asking): Promise<void> {
  if (!isPaid(question.trial.model)) return await ask(store, question, asking);
  const claim = await store.claims(question.key).take(asking.signal);
  try {
    const answered = (await store.peek(question.key)) ?? wholeAttempt(await store.attempts(question.key));
    if (!answered) await ask(store, question, asking, claim.mustBeHeld);
  } catch (error) {
    if (!(error instanceof ClaimLost)) throw error;
  } finally {
    await claim.release();
  }
}

/** Texts by model and prompt: a template gives the same for all samples. */
const renderedTexts = new Map<string, string>();

/** Asked while the model is loaded anyhow; a server that does not show it costs nothing but the knowledge. */
async function rendered(question: ResponseQuestion, signal: AbortSignal): Promise<string | null> {
  const { provider, identity, prompt } = question;
  if (!provider.render) return null;
  const key = hashOf(JSON.stringify([identity, prompt]));
  const text = renderedTexts.get(key) ?? (await provider.render(modelRequest(question, signal)));
  if (text !== null) renderedTexts.set(key, text);
  return text;
}
