import { type ConnectionTrouble, connectionTrouble } from '../connection/trouble.ts';
import { ProviderError, type ProviderFault } from '../provider-error.ts';
import type { Complaint } from './complaint.ts';
import { type Asked, faultMessage } from './message.ts';
import { scrub } from './scrub.ts';

/** The circumstances of a request that went wrong. */
export interface Circumstances {
  asked: Asked;
  key: string | null;
  /** The server had begun to answer. */
  begun: boolean;
}

/** A server's complaint as an error. */
export function complaintError(complaint: Complaint, fault: ProviderFault, { asked, key }: Circumstances): ProviderError {
  const words = scrub(complaint.message, [key]);
  const found = complaint.status === undefined ? words : `${complaint.status}: ${words}`;
  const scrubbed = fault.action === 'drop' ? { ...fault, words } : fault;
  return new ProviderError(faultMessage(asked, fault.cause, found), scrubbed, complaint);
}

/** A stream that ended without the provider's own sign of completion. */
export function cutError(found: string, { asked, key }: Circumstances): ProviderError {
  return new ProviderError(faultMessage(asked, 'cut', scrub(found, [key])), { action: 'wait', cause: 'cut' });
}

/** A connection that did not come about or broke; null where the error is about something else. */
export function connectionError(error: unknown, circumstances: Circumstances): ProviderError | null {
  const trouble = connectionTrouble(error);
  if (!trouble) return error instanceof SyntaxError ? cutError(error.message, circumstances) : null;
  const cause = circumstances.begun ? 'cut' : 'unreachable';
  return new ProviderError(faultMessage(circumstances.asked, cause, found(trouble, circumstances)), { action: 'wait', cause }, trouble);
}

const found = ({ code, words }: ConnectionTrouble, { key }: Circumstances): string => scrub(`${code}: ${words}`, [key]);
