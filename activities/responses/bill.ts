import { costBound, costOf, exceeds, isPaidApi } from '../../core/cost.ts';
import { type LedgerIntent, spentBy } from '../../core/ledger.ts';
import type { StreamEnd } from '../../core/stream.ts';
import type { PlannedModel } from '../../core/sweep-plan.ts';
import type { Permit } from '../../core/trial.ts';
import { ProviderError } from '../../providers/provider-error.ts';
import { ClaimLost } from '../../storage/responses/claims.ts';
import type { Ledger } from '../../storage/responses/ledger.ts';
import type { ResponseQuestion } from './request.ts';

/** What requests have cost that nobody knew of leaves too little of the permit for one more. */
export class PermitUsedUp extends Error {}

const now = (): string => new Date().toISOString();

/** Whether requests to a model are to be paid. */
export const isPaid = ({ price, endpoint }: PlannedModel): boolean => price !== null || isPaidApi(endpoint.provider);

/** One request to a paid API in the response's ledger: an intent before it is made, an outcome after it. */
export class Bill {
  readonly #ledger: Ledger;
  readonly #question: ResponseQuestion;
  readonly #intent: LedgerIntent;

  private constructor(ledger: Ledger, question: ResponseQuestion, intent: LedgerIntent) {
    this.#ledger = ledger;
    this.#question = question;
    this.#intent = intent;
  }

  /**
   * Notes a request that is about to be made; null where nothing is to be paid. `resumed`: the request goes on with the
   * last one, which was paid for already. Throws PermitUsedUp.
   */
  static async open(ledger: Ledger, question: ResponseQuestion, permit: Permit, resumed: boolean): Promise<Bill | null> {
    const { trial, prompt, sampling } = question;
    const { price, id: model } = trial.model;
    if (!isPaid(trial.model)) return null;
    const entries = await ledger.entries();
    const last = entries.at(-1);
    if (resumed && last) return new Bill(ledger, question, last);
    const boundUsd = price && costBound(price, Buffer.byteLength(prompt), sampling.maxTokens);
    mustBeAllowed(permit, spentBy(trial.sweep, entries), boundUsd ?? 0);
    const about = { sweep: trial.sweep, model, startedAt: now(), boundUsd };
    return new Bill(ledger, question, await ledger.noteIntent(about, last?.number ?? 0));
  }

  /** Its number in the ledger. */
  get number(): number {
    return this.#intent.number;
  }

  /** A request that runs in the background goes on without its stream, and is still open. */
  async broken(error: unknown, requestIds: string[], begun: boolean): Promise<void> {
    if (begun && this.#question.trial.model.endpoint.background) return;
    const ended = error instanceof Error ? error.message : String(error);
    const costUsd = begun || !wasDeclined(error) ? null : 0;
    const unknown = { inputTokens: null, outputTokens: null };
    await this.#ledger.noteOutcome(this.#intent, { endedAt: now(), ended, requestIds, ...unknown, costUsd });
  }
}

/** Closes the ledger entry of a whole response, also for a process that died before it could. */
export async function settle(
  ledger: Ledger,
  { trial }: ResponseQuestion,
  paid: number | undefined,
  { usage }: StreamEnd,
  requestIds: string[],
) {
  const own = (await ledger.entries()).find((entry) => entry.number === paid);
  if (!own) return;
  const { price } = trial.model;
  const { inputTokens, outputTokens } = usage;
  const costUsd = price && costOf(price, usage);
  await ledger.noteOutcome(own, { endedAt: now(), ended: 'complete', requestIds, inputTokens, outputTokens, costUsd });
}

function mustBeAllowed({ allowedUsd }: Permit, spentUsd: number, boundUsd: number): void {
  if (allowedUsd === null || !exceeds(spentUsd + boundUsd, allowedUsd)) return;
  const money = (usd: number) => `$${usd.toFixed(4)}`;
  throw new PermitUsedUp(
    `requests that got lost may have cost ${money(spentUsd)} of the ${money(allowedUsd)} allowed; one more may cost ${money(boundUsd)}`,
  );
}

/** Statuses of an answer that was given before any work: the client's mistakes and limits, no capacity. */
const declined = (status: number): boolean => (status >= 400 && status < 500) || status === 503 || status === 529;

/** A connection that never came about; after any other failure the request may have been worked on. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** The provider has done nothing that it could charge for. */
function wasDeclined(error: unknown): boolean {
  if (error instanceof ClaimLost) return true;
  if (!(error instanceof ProviderError)) return false;
  return error.status === undefined ? neverConnected.has(error.code ?? '') : declined(error.status);
}
