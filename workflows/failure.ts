import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import type { GenerationDetails } from '../core/faults.ts';

/** What an activity threw on purpose. */
export interface Failure {
  /** One of `fault`. */
  type: string;
  message: string;
  details: GenerationDetails;
}

/** null for a cancellation and for what no rule is made for: these are to be thrown on. */
export function failureOf(error: unknown): Failure | null {
  if (isCancellation(error) || !(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) return null;
  const { type, message, details } = error.cause;
  return { type: type ?? '', message, details: (details?.[0] ?? {}) as GenerationDetails };
}
