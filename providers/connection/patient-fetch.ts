import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';

const local = ['localhost', '127.0.0.1', '::1'];
const noProxy = [process.env.no_proxy ?? process.env.NO_PROXY ?? '', ...local].filter(Boolean).join(',');

/**
 * Without Node's own limits of 300 s on headers and on silence: a local server sends its headers with the first
 * token, after a prompt evaluation that may take longer. Proxies are those of the usual variables.
 */
const dispatcher = new EnvHttpProxyAgent({ headersTimeout: 0, bodyTimeout: 0, noProxy });

/** `fetch` that waits as long as its signal lets it. */
export const patientFetch: typeof fetch = (input, init) =>
  undiciFetch(input as string, { ...(init as object), dispatcher }) as unknown as ReturnType<typeof fetch>;

/** The longest time-out that a timer can hold, for SDKs that insist on one. */
export const longestTimeoutMs = 2 ** 31 - 1;
