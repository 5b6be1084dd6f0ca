import type { Endpoint } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';

const standard = 'http://127.0.0.1:11434';

/**
 * Base URL of an Ollama server: the endpoint's, else `OLLAMA_HOST` in any form that Ollama's own programs take
 * (`host`, `host:port`, `:port`, a URL), else the standard one. The JavaScript client does not read the variable.
 */
export function ollamaAddress(endpoint: Endpoint, environment = process.env): string {
  const given = endpoint.baseUrl ?? (environment.OLLAMA_HOST?.trim() || standard);
  const withHost = given.startsWith(':') ? `127.0.0.1${given}` : given;
  const url = withHost.includes('://') ? withHost : `http://${withHost}`;
  if (!URL.canParse(url)) throw unreadable(endpoint, given);
  const parsed = new URL(url);
  if (!withHost.includes('://') && !parsed.port) parsed.port = '11434';
  return parsed.href.replace(/\/+$/, '');
}

function unreadable(endpoint: Endpoint, given: string): ProviderError {
  const message = `${endpoint.name}: "${given}" is not an address. Set OLLAMA_HOST or the endpoint's baseUrl to something like http://127.0.0.1:11434`;
  return new ProviderError(message, { action: 'pause', cause: 'bad-request' });
}
