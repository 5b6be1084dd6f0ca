import type { ModelIdentity } from '../../core/response.ts';
import type { Complaint } from '../fault/complaint.ts';
import { complaintError, connectionError } from '../fault/failure.ts';
import { judge } from '../fault/judge.ts';
import type { Contact } from './service.ts';

interface Look<T> {
  contact: Contact;
  signal: AbortSignal;
  complaint(error: unknown): Complaint | null;
  ask(): Promise<T>;
}

/** Asks a server something small before generation: failures become `ProviderError`; null where it cannot be asked that. */
export async function look<T>({ contact, signal, complaint, ask }: Look<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    const found = complaint(error);
    if (!found) throw connectionError(error, contact.circumstances) ?? error;
    if (hasNoSuchRoute(found, contact)) return null;
    const judgement = judge(found);
    if (judgement.action === 'refuse') return null;
    throw complaintError(found, judgement, contact.circumstances);
  }
}

/** A server that imitates an API often leaves out its model routes; its 404 then says nothing of the model. */
function hasNoSuchRoute({ status, names }: Complaint, { access }: Contact): boolean {
  return !access.official && names.length === 0 && (status === 404 || status === 405 || status === 501);
}

/** Identity of a model behind an API; the address counts where it is not the provider's own. */
export function apiIdentity({ endpoint, model, access, circumstances }: Contact, resolved: string | undefined): ModelIdentity {
  const identity: ModelIdentity = { provider: endpoint.provider, model };
  if (resolved !== undefined) identity.resolved = resolved;
  if (!access.official) identity.server = circumstances.asked.address;
  return identity;
}
