/** What a connection failed of: the code of the innermost cause that has one, and its words. */
export interface ConnectionTrouble {
  code: string;
  words: string;
}

const explanations: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be looked up now',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_SOCKET: 'the other side closed the connection',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the port does not speak TLS: http:// instead of https://?',
};

/**
 * Reads a failed fetch or a body that broke off, as undici and the SDKs throw them: the reason is some levels down in
 * `cause`. null: the error is not about a connection.
 */
export function connectionTrouble(error: unknown): ConnectionTrouble | null {
  let trouble: ConnectionTrouble | null = null;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = codeOf(cause);
    if (code) trouble = { code, words: explanations[code] ?? cause.message };
    else if (fetchFailures.has(cause.message)) trouble ??= { code: 'NETWORK', words: deepest(cause) };
  }
  return trouble;
}

/** What `fetch` calls every failure before and within a body. */
const fetchFailures = new Set(['fetch failed', 'terminated']);

function deepest(error: Error): string {
  return error.cause instanceof Error ? deepest(error.cause) : error.message;
}

function codeOf(error: Error): string | null {
  if ('code' in error && typeof error.code === 'string') return error.code;
  const inner = error instanceof AggregateError ? error.errors.find((each) => each instanceof Error) : undefined;
  return inner ? codeOf(inner as Error) : null;
}
