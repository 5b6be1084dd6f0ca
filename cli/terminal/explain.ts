import {
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { SweepInputError } from '../../core/sweep-input-error.ts';
import { UserError } from '../exit.ts';

const deepest = (error: Error): Error => (error.cause instanceof Error ? deepest(error.cause) : error);

/** Errors whose message is made for the reader; anything else is a fault of specgen and keeps its stack trace. */
const isMeant = (error: Error): boolean =>
  [UserError, SweepInputError, WorkflowFailedError, WorkflowUpdateFailedError, WorkflowNotFoundError].some(
    (kind) => error instanceof kind,
  ) || ['GradingFault', 'StorageError', 'LevelError', 'ProviderError', 'CodecKeyError'].includes(error.name);

/** One message for the terminal. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof WorkflowExecutionAlreadyStartedError) {
    return `a sweep named "${error.workflowId}" runs already; follow it with "specgen status ${error.workflowId} --follow", or choose another --name`;
  }
  if (error instanceof ServiceError)
    return `the Temporal server does not answer (${deepest(error).message}); "npx specgen doctor" tells what is missing`;
  return isMeant(error) ? deepest(error).message : (error.stack ?? error.message);
}
