import type { ModelIdentity, Sampling, StopReason, Usage } from '../core/response.ts';

/** Where a provider is reached. Keys are read from the environment by the provider, never passed around. */
export interface Endpoint {
  /** Name used in `endpoint:model`; equals the provider's name unless the sweep defines its own. */
  name: string;
  provider: ProviderName;
  /** Absent: the SDK's own variable or default. */
  baseUrl?: string;
  /** Name of the environment variable that holds the key. */
  apiKeyVariable?: string;
}

export type ProviderName = 'anthropic' | 'openai' | 'openai-compatible' | 'ollama' | 'builtin';

export interface GenerateRequest {
  endpoint: Endpoint;
  /** Name of the model as the provider knows it, without prefix. */
  model: string;
  prompt: string;
  sampling: Sampling;
  /** Folder name of the level and sample number: what `builtin` plays; others ignore it. */
  level: string;
  sample: number;
  /** Aborting ends the request at the server too. */
  signal: AbortSignal;
}

/** One piece of a stream. Reasoning is kept apart from the response. */
export type StreamPart =
  | { type: 'text'; text: string; tokens?: number }
  | { type: 'reasoning'; text: string }
  | { type: 'request'; requestId: string };

/** How a stream ended; returned by the generator only when the provider itself said that it was whole. */
export interface StreamEnd {
  stopReason: StopReason;
  rawStopReason: string;
  usage: Usage;
  rawUsage: unknown;
  /** The provider's own name of what answered. */
  resolvedModel?: string;
  unsupported: Record<string, string>;
}

/** What `prepare` learns before the first request of a model. */
export interface Prepared {
  identity: ModelIdentity;
  /** The exact prompt text after the model's template, where the server shows it. */
  renderedPrompt?: string;
}

/**
 * A source of responses. Every fault is thrown as a `ProviderError`; a stream that ends without the provider's
 * own sign of completion is a fault, never a success.
 */
export interface Provider {
  /** Is the model there and usable? Throws a ProviderError (`missing-model`, `missing-key`, `unreachable`, …) with the cure. */
  prepare(endpoint: Endpoint, model: string, prompt: string, sampling: Sampling, signal: AbortSignal): Promise<Prepared>;
  generate(request: GenerateRequest): AsyncGenerator<StreamPart, StreamEnd>;
  /** Names of models that can be asked now, or null where the endpoint cannot list them. */
  models(endpoint: Endpoint, signal: AbortSignal): Promise<string[] | null>;
}
