import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';

export { modelSweep } from './model-sweep.ts';
export { sweep } from './sweep.ts';

/** Any other workflow type: fails at once, where it would otherwise be tried again for ever. */
export default async function unknown(..._input: unknown[]): Promise<never> {
  const failure = ApplicationFailure.nonRetryable(
    `no workflow type "${workflowInfo().workflowType}" here; start a sweep with --type sweep`,
    'UnknownWorkflowType',
  );
  failure.stack = '';
  throw failure;
}
