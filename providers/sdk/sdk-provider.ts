import type { Complaint } from '../fault/complaint.ts';
import type { GenerateRequest, Provider, Resumption, StreamEnd, StreamPart } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';
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
  /** How the rest of a cut response is asked for; a string says why it cannot be. Absent: it never can. */
  pickUp?(received: readonly StreamPart[]): string | Rest;
  /** The server's own name of the model, where it has one. */
  resolve(to: Contact, signal: AbortSignal): Promise<string | undefined>;
  list(to: Contact, signal: AbortSignal): Promise<string[]>;
}

type Rest = (request: GenerateRequest, to: Contact, signal: AbortSignal) => AsyncGenerator<StreamPart, StreamEnd | null>;

export function sdkProvider(sdk: Sdk): Provider {
  const { service, complaint, pickUp } = sdk;
  return {
    async identify({ endpoint, model, signal }) {
      const to = contact(service, endpoint, model);
      const resolved = await look({ contact: to, signal, complaint, ask: () => sdk.resolve(to, signal) });
      return apiIdentity(to, resolved ?? undefined);
    },
    generate: (request) => generate(sdk, request),
    ...(pickUp && { resume: (request, received) => resume(sdk, request, received, pickUp(received)) }),
    async models(endpoint, signal) {
      const to = contact(service, endpoint, '');
      const names = await look({ contact: to, signal, complaint, ask: () => sdk.list(to, signal) });
      return names?.map((name) => ({ name })) ?? null;
    },
  };
}

function generate(sdk: Sdk, request: GenerateRequest): AsyncGenerator<StreamPart, StreamEnd> {
  const unsupported = unsupportedBy(request, sdk.seedless);
  return attempted(sdk, request, unsupported, (to, signal) => sdk.stream(request, to, unsupported, signal));
}

async function* attempted(
  sdk: Sdk,
  request: GenerateRequest,
  unsupported: Record<string, string>,
  stream: (to: Contact, signal: AbortSignal) => AsyncGenerator<StreamPart, StreamEnd | null>,
): AsyncGenerator<StreamPart, StreamEnd> {
  const to = contact(sdk.service, request.endpoint, request.model);
  return yield* attempt({
    droppable: sdk.droppable,
    unsupported,
    signal: request.signal,
    circumstances: to.circumstances,
    complaint: (error) => sdk.complaint(error),
    stream: (signal) => stream(to, signal),
  });
}

/** A response that the server no longer knows is begun anew; every other fault is thrown. */
async function resume(sdk: Sdk, request: GenerateRequest, received: readonly StreamPart[], rest: string | Rest): Promise<Resumption> {
  if (typeof rest === 'string') return { resumed: false, why: rest };
  const stream = attempted(sdk, request, unsupportedBy(request, sdk.seedless), (to, signal) => rest(request, to, signal));
  try {
    return { resumed: true, kept: [...received], stream: preceded(await stream.next(), stream) };
  } catch (error) {
    if (error instanceof ProviderError && error.status === 404) return { resumed: false, why: error.message };
    throw error;
  }
}

async function* preceded(
  first: IteratorResult<StreamPart, StreamEnd>,
  others: AsyncGenerator<StreamPart, StreamEnd>,
): AsyncGenerator<StreamPart, StreamEnd> {
  if (first.done) return first.value;
  yield first.value;
  return yield* others;
}
