import { requestIdsOf } from '../../core/stream.ts';
import type { StreamPart } from '../provider.ts';

/** How far a background response was received. */
export interface Place {
  responseId: string;
  /** Number of the last event that brought text; absent before the first. */
  sequence?: number;
}

/** A string says why these parts cannot be gone on with. */
export function placeIn(received: readonly StreamPart[]): Place | string {
  const responseId = requestIdsOf(received).findLast((id) => id.startsWith('resp_'));
  if (!responseId) return 'the response does not run in the background';
  const sequence = received.flatMap((part) => (part.type !== 'request' && part.sequence !== undefined ? [part.sequence] : [])).at(-1);
  return sequence === undefined ? { responseId } : { responseId, sequence };
}
