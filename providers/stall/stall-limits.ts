import type { GenerateRequest, Provider, Resumption, StreamEnd, StreamPart } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';

/** How long a stream may be silent, in milliseconds. */
export interface StallLimits {
  /** Before the first piece of text or reasoning: queueing, loading and prompt evaluation. */
  firstTokenMs: number;
  /** Between two pieces. */
  nextTokenMs: number;
}

/** The same provider, whose silent streams are ended at the server and thrown as `stalled`. */
export function withStallLimits(provider: Provider, limits: StallLimits): Provider {
  const watched: Provider = {
    ...provider,
    generate(request) {
      const stall = new AbortController();
      return watch(provider.generate(withSignal(request, stall)), { stall, request, limits });
    },
  };
  if (provider.resume) watched.resume = (request, received) => watchedResume(provider, request, received, limits);
  return watched;
}

interface Watch {
  stall: AbortController;
  request: GenerateRequest;
  limits: StallLimits;
}

const withSignal = (request: GenerateRequest, { signal }: AbortController): GenerateRequest => ({
  ...request,
  signal: AbortSignal.any([request.signal, signal]),
});

/** Before a stream goes on, all checks together have the time that a first token has. */
async function watchedResume(
  provider: Provider,
  request: GenerateRequest,
  received: readonly StreamPart[],
  limits: StallLimits,
): Promise<Resumption> {
  const stall = new AbortController();
  const timer = startTimer(stall, request, false, limits);
  const checks = provider.resume?.(withSignal(request, stall), received) ?? { resumed: false as const, why: 'the provider cannot' };
  const resumption = await Promise.race([checks, rejection(stall.signal)]).finally(() => clearTimeout(timer));
  return resumption.resumed ? { ...resumption, stream: watch(resumption.stream, { stall, request, limits }) } : resumption;
}

async function* watch(
  parts: AsyncGenerator<StreamPart, StreamEnd>,
  { stall, request, limits }: Watch,
): AsyncGenerator<StreamPart, StreamEnd> {
  const ended = rejection(stall.signal);
  let started = false;
  try {
    for (;;) {
      const timer = startTimer(stall, request, started, limits);
      // A provider that ignores its signal is left behind.
      const next = await Promise.race([parts.next(), ended]).finally(() => clearTimeout(timer));
      if (next.done) return next.value;
      started ||= next.value.type !== 'request';
      yield next.value;
    }
  } finally {
    stall.abort();
  }
}

function startTimer(stall: AbortController, request: GenerateRequest, started: boolean, limits: StallLimits): NodeJS.Timeout {
  const limitMs = started ? limits.nextTokenMs : limits.firstTokenMs;
  return setTimeout(() => stall.abort(stalled(request, started, limitMs)), limitMs);
}

/** Rejects with the signal's reason; one for a whole stream, since each would stay with the signal. */
function rejection(signal: AbortSignal): Promise<never> {
  const promise = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
  promise.catch(() => {});
  return promise;
}

function stalled({ endpoint, model }: GenerateRequest, started: boolean, limitMs: number): ProviderError {
  const place = started ? 'between two tokens' : 'before the first token';
  const message = `${endpoint.name}:${model} fell silent: nothing for ${limitMs / 1000} s ${place}. The request was ended and is made again`;
  return new ProviderError(message, { action: 'wait', cause: 'stalled' });
}
