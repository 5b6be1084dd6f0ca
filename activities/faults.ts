import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import { fault, type GenerationDetails } from '../core/faults.ts';
import { SweepInputError } from '../core/sweep-input-error.ts';
import { ProviderError } from '../providers/provider-error.ts';
import { StorageError } from '../storage/storage-error.ts';
import { PermitUsedUp } from './responses/bill.ts';
import type { Attendance } from './responses/streams.ts';

const trialCauses = new Set(['context-too-long', 'no-answer', 'broken-off']);

/** Does the fault lie in one level's prompt or answers, so that the model's other trials can go on? */
export const isOfOneTrial = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && trialCauses.has(error.fault.cause);

/** A stream that broke off for the last time that the trial's permit lets it; other faults stay as they are. */
export function lastTry(error: unknown): unknown {
  if (!(error instanceof ProviderError) || (error.fault.cause !== 'cut' && error.fault.cause !== 'stalled')) return error;
  const message = `${error.message.replace(/ (It|The request was ended and) is (asked|made) again$/, '')} This happened too often: the trial is given up`;
  return new ProviderError(message, { action: 'pause', cause: 'broken-off' });
}

/** How an attempt takes part in work that other attempts may share; a lost attempt leaves it to the next one. */
export function attendance(signal: AbortSignal, watch: Attendance['watch']): Attendance {
  const context = Context.current();
  const isLost = () => context.cancellationDetails?.notFound || context.cancellationDetails?.timedOut;
  return { signal, watch, endsWork: () => !isLost() };
}

function failure(error: unknown, told: GenerationDetails): ApplicationFailure {
  if (error instanceof SweepInputError) {
    return ApplicationFailure.nonRetryable(error.message, fault.badInput, { problems: error.problems });
  }
  if (error instanceof ProviderError) {
    const { action, cause } = error.fault;
    if (action !== 'wait')
      return ApplicationFailure.nonRetryable(error.message, isOfOneTrial(error) ? fault.trial : fault.pause, { ...told, cause });
    const { retryAfterMs } = error.fault;
    return ApplicationFailure.nonRetryable(error.message, fault.wait, {
      ...told,
      cause,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
  if (error instanceof StorageError && error.trouble === 'unreachable') {
    return ApplicationFailure.nonRetryable(error.message, fault.wait, { ...told, cause: 'store' });
  }
  if (error instanceof PermitUsedUp) return ApplicationFailure.nonRetryable(error.message, fault.cost, told);
  return ApplicationFailure.nonRetryable(error instanceof Error ? error.message : String(error), fault.harness, told);
}

/**
 * Runs an activity's work and turns what it throws into what workflows act on. An unforeseen error is the harness's
 * fault: it pauses the model with its message in sight, and costs no trial a point. `tell` adds to the failure's details.
 */
export async function translatingFaults<T>(work: () => Promise<T>, tell?: () => Promise<GenerationDetails>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CancelledFailure || error instanceof ApplicationFailure) throw error;
    const { cancellationSignal } = Context.current();
    if (cancellationSignal.aborted) throw cancellationSignal.reason;
    const translated = failure(error, (await tell?.().catch(() => undefined)) ?? {});
    // the history is for readers; a programmer finds the stack trace in the log
    if (translated.type === fault.harness) Context.current().log.error('harness fault', { error });
    translated.stack = '';
    throw translated;
  }
}

const beatMs = 1_000;

/** Heartbeats each second with what `position` tells (small, never text) while `work` runs. */
export async function beating<T>(position: () => unknown, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  Context.current().heartbeat(position());
  return await alive(work, position);
}

/** As `beating`, for what mostly takes no second: nothing is told before one is over. */
export async function alive<T>(work: (signal: AbortSignal) => Promise<T>, position: () => unknown = () => null): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(position()), beatMs);
  try {
    return await work(context.cancellationSignal);
  } finally {
    clearInterval(beat);
  }
}
