import { createHash } from 'node:crypto';
import type { ModelIdentity, Sampling } from '../../core/response.ts';

/** All that a response depends on. Two requests that agree in it may share one response. */
export interface ResponseRequest {
  identity: ModelIdentity;
  prompt: string;
  sampling: Sampling;
  /** Counts from 1. */
  sample: number;
  /** A sweep that wants responses of its own. */
  owner?: string | undefined;
}

/** sha256 (hex) over the request, whatever the order of its fields. */
export function contentKey({ identity, prompt, sampling, sample, owner }: ResponseRequest): string {
  const parts = [ordered(identity), prompt, ordered(sampling), sample, ...(owner === undefined ? [] : [owner])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function ordered(record: object): [string, unknown][] {
  return Object.entries(record)
    .filter(([, value]) => value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}
