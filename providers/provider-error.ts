/**
 * What went wrong at a provider, and so what to do about it.
 * - `wait`: the same request may succeed later: rate limit, overload, 5xx, connection trouble, cut stream
 * - `pause`: every request of this model fails until a person acts: key, quota, unknown model, bad parameter
 * - `drop`: the model refuses one parameter; ask again with it added to the request's `unsupported`
 */
export type ProviderFault =
  | { action: 'wait'; cause: 'rate-limited' | 'overloaded' | 'unreachable' | 'cut' | 'stalled' | 'server-error'; retryAfterMs?: number }
  | {
      action: 'pause';
      cause:
        | 'missing-key'
        | 'bad-key'
        | 'quota'
        | 'missing-model'
        | 'bad-request'
        | 'no-memory'
        | 'no-template'
        | 'context-too-long'
        | 'no-answer'
        | 'broken-off';
    }
  | { action: 'drop'; cause: 'unsupported-parameter'; parameter: string; words: string };

/**
 * Holds no `cause`: an SDK's error carries headers and bodies, and whatever carries this error on would write them down.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly fault: ProviderFault;
  /** HTTP status where there was one. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** The system's code of a connection that failed, e.g. `ECONNREFUSED`. */
  readonly code: string | undefined;

  /** `message` says what was expected, what was found and what to do; it never holds a key. */
  constructor(
    message: string,
    fault: ProviderFault,
    more: { status?: number | undefined; requestId?: string | undefined; code?: string | undefined } = {},
  ) {
    super(message);
    this.fault = fault;
    this.status = more.status;
    this.requestId = more.requestId;
    this.code = more.code;
  }
}
