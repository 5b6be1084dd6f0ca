import type { GenerateRequest, Provider, StreamEnd, StreamPart } from '../provider.ts';
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
  return { ...provider, generate: (request) => watched(provider, request, limits) };
}

async function* watched(provider: Provider, request: GenerateRequest, limits: StallLimits): AsyncGenerator<StreamPart, StreamEnd> {
  const stall = new AbortController();
  const ended = rejection(stall.signal);
  const parts = provider.generate({ ...request, signal: AbortSignal.any([request.signal, stall.signal]) });
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
