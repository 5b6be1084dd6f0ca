/** Types of the failures that activities throw and workflows act on; the server tries none of them again by itself. */
export const fault = {
  /** The sweep's input is wrong; ends the sweep at once. */
  badInput: 'BadSweepInput',
  /** A person must act before this model can go on: key, quota, missing model. */
  pause: 'ProviderPaused',
  /** The provider may answer later; details: `[GenerationDetails]`. */
  wait: 'ProviderWaiting',
  /** Requests that got lost have cost more than the trial's permit leaves; details: `[GenerationDetails]`. */
  cost: 'PermitUsedUp',
  /** This one trial cannot be answered, whenever it is asked: it is counted as not scored. */
  trial: 'TrialUnanswerable',
  /** The harness itself cannot work: disk, compiler, sandbox. */
  harness: 'HarnessFault',
} as const;

/** Details of a failure of `generate`. */
export interface GenerationDetails {
  retryAfterMs?: number;
  /** What kind of trouble it was, as in the provider's fault. */
  cause?: string;
  /** What the response's requests have cost this sweep so far, in US dollars. */
  spentUsd?: number;
}

/** Type of the failure that stands for a killed worker: the server gives the work to another one. */
export const workerLost = 'WorkerLost';
