import type { Complaint } from '../fault/complaint.ts';
import type { GenerateRequest, Provider, StreamEnd, StreamPart } from '../provider.ts';
import { attempt } from './attempt.ts';
import { apiIdentity, look } from './look.ts';
import { type Contact, contact, type Service } from './service.ts';
import { unsupportedBy } from './unsupported.ts';

/** What differs between the APIs that are asked through an SDK. */
export interface Sdk {
  service: Service;
  /** Parameters that may be left out when a model refuses them. */
  droppable: readonly string[];
  /** Why a seed is never sent; null where it is. */
  seedless: string | null;
  /** The SDK's error as a complaint of the server; null for lost connections and other errors. */
  complaint(error: unknown): Complaint | null;
  stream(
    request: GenerateRequest,
    to: Contact,
    unsupported: Record<string, string>,
    signal: AbortSignal,
  ): AsyncGenerator<StreamPart, StreamEnd | null>;
  /** The server's own name of the model, where it has one. */
  resolve(to: Contact, signal: AbortSignal): Promise<string | undefined>;
  list(to: Contact, signal: AbortSignal): Promise<string[]>;
}

export function sdkProvider(sdk: Sdk): Provider {
  const { service, complaint } = sdk;
  return {
    async identify({ endpoint, model, signal }) {
      const to = contact(service, endpoint, model);
      const resolved = await look({ contact: to, signal, complaint, ask: () => sdk.resolve(to, signal) });
      return apiIdentity(to, resolved ?? undefined);
    },
    generate: (request) => generate(sdk, request),
    async models(endpoint, signal) {
      const to = contact(service, endpoint, '');
      return look({ contact: to, signal, complaint, ask: () => sdk.list(to, signal) });
    },
  };
}

async function* generate(sdk: Sdk, request: GenerateRequest): AsyncGenerator<StreamPart, StreamEnd> {
  const to = contact(sdk.service, request.endpoint, request.model);
  const unsupported = unsupportedBy(request, sdk.seedless);
  return yield* attempt({
    droppable: sdk.droppable,
    unsupported,
    signal: request.signal,
    circumstances: to.circumstances,
    complaint: (error) => sdk.complaint(error),
    stream: (signal) => sdk.stream(request, to, unsupported, signal),
  });
}
