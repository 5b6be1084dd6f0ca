import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import { fault } from '../core/faults.ts';
import type { PlannedModel } from '../core/sweep-plan.ts';

/** Ends the sweep with a message for its reader: the CLI prints a failure's stack trace too, where there is one. */
export function rejection(message: string): ApplicationFailure {
  const failure = ApplicationFailure.nonRetryable(message, fault.badInput);
  failure.stack = '';
  return failure;
}

/** Turns the failed check of an input into the sweep's own failure. */
export function rejectInput(error: unknown): never {
  if (error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.type === fault.badInput) {
    throw rejection(error.cause.message);
  }
  throw error;
}

/** Why a model cannot be asked, with the cure. */
export function problemOf(model: PlannedModel, error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) {
    return `${model.id}: no generation worker answers; start one with "specgen up"`;
  }
  return cause instanceof Error ? cause.message : `${model.id}: ${String(cause)}`;
}
