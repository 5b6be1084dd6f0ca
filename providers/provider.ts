import type { ModelIdentity, Sampling } from '../core/response.ts';
import type { StreamEnd, StreamPart } from '../core/stream.ts';

export type { StreamEnd, StreamPart };

/** Where a provider is reached. Keys are read from the environment by the provider, never passed around. */
export interface Endpoint {
  /** Name used in `endpoint:model`; equals the provider's name unless the sweep defines its own. */
  name: string;
  provider: ProviderName;
  /** Absent: the SDK's own variable or default. */
  baseUrl?: string;
  /**
   * Name of the environment variable that holds the key. Absent: the SDK's own variable, but none where `baseUrl` is
   * given: a key goes to no other server than its own unless it is named.
   */
  apiKeyVariable?: string;
  /** OpenAI: the response is made in the background, and kept by the service, so that a cut stream can be picked up again. */
  background?: boolean;
  /** Ollama: which of several hosts this is. */
  host?: string;
}

export type ProviderName = 'anthropic' | 'openai' | 'openai-compatible' | 'ollama' | 'builtin';

export interface GenerateRequest {
  endpoint: Endpoint;
  /** Name of the model as the provider knows it, without prefix. */
  model: string;
  prompt: string;
  sampling: Sampling;
  /** The level's folder, whose answers `builtin` plays; others ignore it. */
  level: string;
  sample: number;
  /** Parameters that this model has refused, with its words: left out of the request, handed on in `StreamEnd`. */
  unsupported: Record<string, string>;
  /** Aborting ends the request at the server too. */
  signal: AbortSignal;
}

/** A request before it is made: the same for all samples. */
export type ModelRequest = Omit<GenerateRequest, 'sample' | 'unsupported'>;

/** Whether a cut response can be gone on with, and the rest of it. */
export type Resumption =
  | { resumed: false; why: string }
  | {
      resumed: true;
      /** What of the received parts stays; `stream` goes on right behind it, and its end counts the whole response. */
      kept: StreamPart[];
      stream: AsyncGenerator<StreamPart, StreamEnd>;
    };

/**
 * A source of responses. Every fault is thrown as a `ProviderError`; a stream that ends without the provider's
 * own sign of completion is a fault, never a success. One `generate` is one request: nothing is retried here.
 * An aborted signal's reason is thrown as it is.
 */
export interface Provider {
  /** Is the model there and usable? Throws a ProviderError (`missing-model`, `missing-key`, `unreachable`, …) with the cure. */
  identify(request: ModelRequest): Promise<ModelIdentity>;
  /** The exact prompt text after the model's own template; null where the server does not show it. May load the model. */
  render?(request: ModelRequest): Promise<string | null>;
  generate(request: GenerateRequest): AsyncGenerator<StreamPart, StreamEnd>;
  /**
   * Goes on with a response that was cut, if it is sure to be the same text that an undisturbed stream would have had.
   * Absent: this provider always starts over.
   */
  resume?(request: GenerateRequest, received: readonly StreamPart[]): Promise<Resumption>;
  /** Does the model compute on this machine's CPU, so that other work here slows it down? Absent: never. */
  usesThisCpu?(request: ModelRequest): Promise<boolean>;
  /** Frees what the server keeps in memory for a model. Absent: there is nothing to free. */
  unload?(endpoint: Endpoint, model: string, signal: AbortSignal): Promise<void>;
  /** Models that can be asked now, or null where the endpoint cannot list them. */
  models(endpoint: Endpoint, signal: AbortSignal): Promise<OfferedModel[] | null>;
}

/** A model that a provider offers now. */
export interface OfferedModel {
  name: string;
  /** Size of its weights on the server's disk, where that is told. */
  bytes?: number;
}
