/**
 * How a response ended.
 * - `complete`: the model stopped by itself
 * - `truncated`: cut by the token limit or by the context window
 * - `refused`: the provider or the model declined (refusal, content filter)
 * - `looping`: the server ended a model that repeated itself
 */
export type StopReason = 'complete' | 'truncated' | 'refused' | 'looping';

/** Tokens of one request; `null` where the provider does not tell. `outputTokens` includes `reasoningTokens`. */
export interface Usage {
  inputTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
}

/** What tells one set of weights from another; all that the provider reports, unknown facts are absent. */
export interface ModelIdentity {
  provider: string;
  model: string;
  /** The provider's own name of what answered, e.g. a dated snapshot. */
  resolved?: string;
  digest?: string;
  weights?: string;
  quantization?: string;
  parameterSize?: string;
  contextLength?: number;
  serverVersion?: string;
  /** Which of several hosts: the same seed gives another text on other hardware. */
  host?: string;
  /** What that host computes with, where the server is on it. */
  hardware?: string;
  /** Address, where weights are known by the server that holds them: APIs at addresses other than the provider's own. */
  server?: string;
  template?: string;
}

/** A model of a sweep, `provider:name`, and what it was when it was first asked for. */
export interface IdentifiedModel {
  id: string;
  identity: ModelIdentity;
}

/** Sampling as the sweep asks for it. `null` leaves a parameter to the provider. */
export interface Sampling {
  temperature: number | null;
  /** Seed of this sample: the sweep's base seed + sample number. */
  seed: number | null;
  /** Upper limit of generated tokens, reasoning included. */
  maxTokens: number;
  /** Context window asked of servers that let one choose (Ollama's num_ctx). */
  contextTokens: number;
  /** CPU threads asked of servers that let one choose (Ollama's num_thread); null leaves it to provider or server. */
  threads: number | null;
}

/** Flags of a response that its reader should know of; none changes how it is graded. */
export type ResponseFlag = 'truncated' | 'truncated-in-reasoning' | 'refused' | 'looping' | 'empty';

/** `metadata.json` of a trial: everything about a response but its text. */
export interface ResponseMetadata {
  model: string;
  identity: ModelIdentity;
  sampling: Sampling;
  /** Parameters that the provider or model does not accept, with its words or ours. */
  unsupported: Record<string, string>;
  stopReason: StopReason;
  rawStopReason: string;
  usage: Usage;
  rawUsage: unknown;
  flags: ResponseFlag[];
  requestIds: string[];
  /** sha256 (hex) of the prompt's and the response's bytes. */
  promptHash: string;
  responseHash: string;
  responseBytes: number;
  /** Exact text after the model's own template, where the server shows it. */
  renderedPrompt?: string;
  timing: { startedAt: string; firstTokenMs: number | null; totalMs: number };
  /**
   * Each request that was made for this response, in order, ended by 'complete' or by what went wrong.
   */
  attempts: AttemptRecord[];
  /** Of the request that brought the response, in US dollars; null without a price. */
  costUsd: number | null;
}

/** One request for a response. */
export interface AttemptRecord {
  startedAt: string;
  ended: string;
  /** There where it went on behind text of the one before. */
  continuedAtByte?: number;
  /** There where it began anew although text was there: why. */
  restarted?: string;
  /** At temperature 0, of a request that broke off: whether the response begins with its text. */
  agrees?: boolean;
}
