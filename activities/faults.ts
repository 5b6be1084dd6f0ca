import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import { fault } from '../core/faults.ts';
import { SweepInputError } from '../core/sweep-input-error.ts';
import { ProviderError } from '../providers/provider-error.ts';

const trialCauses = new Set(['context-too-long', 'no-answer']);

/** Does the fault lie in one level's prompt or answers, so that the model's other trials can go on? */
export const isOfOneTrial = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && trialCauses.has(error.fault.cause);

function failure(error: unknown): ApplicationFailure {
  if (error instanceof SweepInputError) {
    return ApplicationFailure.nonRetryable(error.message, fault.badInput, { problems: error.problems });
  }
  if (error instanceof ProviderError) {
    const wait = error.fault.action === 'wait' ? error.fault : null;
    if (!wait) return ApplicationFailure.nonRetryable(error.message, isOfOneTrial(error) ? fault.trial : fault.pause);
    return ApplicationFailure.nonRetryable(
      error.message,
      fault.wait,
      wait.retryAfterMs === undefined ? {} : { retryAfterMs: wait.retryAfterMs },
    );
  }
  return ApplicationFailure.nonRetryable(error instanceof Error ? error.message : String(error), fault.harness);
}

/**
 * Runs an activity's work and turns what it throws into what workflows act on. An unforeseen error is the harness's
 * fault: it pauses the model with its message in sight, and costs no trial a point.
 */
export async function translatingFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CancelledFailure || error instanceof ApplicationFailure) throw error;
    const { cancellationSignal } = Context.current();
    if (cancellationSignal.aborted) throw cancellationSignal.reason;
    const translated = failure(error);
    // the history is for readers; a programmer finds the stack trace in the log
    if (translated.type === fault.harness) Context.current().log.error('harness fault', { error });
    translated.stack = '';
    throw translated;
  }
}

const beatMs = 1_000;

/** Heartbeats each second with what `position` tells (small, never text) while `work` runs. */
export async function beating<T>(position: () => unknown, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  context.heartbeat(position());
  const beat = setInterval(() => context.heartbeat(position()), beatMs);
  try {
    return await work(context.cancellationSignal);
  } finally {
    clearInterval(beat);
  }
}
