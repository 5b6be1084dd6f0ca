import type { Endpoint } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';

/** What an SDK reads by itself when an endpoint says nothing. */
export interface AccessDefaults {
  keyVariable: string;
  baseUrlVariable: string;
  /** null: there is no default server, an address must be given. */
  baseUrl: string | null;
}

export interface Access {
  baseUrl: string;
  /** null: the server is asked without a key. */
  key: string | null;
  keyVariable: string | null;
  /** The address is the provider's own service. */
  official: boolean;
}

/** Where and with which key an endpoint is asked; throws `missing-key`, or `bad-request` where no address is known. */
export function accessOf(endpoint: Endpoint, defaults: AccessDefaults, environment = process.env): Access {
  const baseUrl = endpoint.baseUrl ?? (environment[defaults.baseUrlVariable] || defaults.baseUrl);
  if (!baseUrl || !URL.canParse(baseUrl)) throw noAddress(endpoint, baseUrl, defaults);
  const keyVariable = endpoint.apiKeyVariable ?? (endpoint.baseUrl ? null : defaults.keyVariable);
  const key = keyVariable ? environment[keyVariable]?.trim() || null : null;
  const optional = defaults.baseUrl === null && !endpoint.apiKeyVariable;
  if (keyVariable && !key && !optional) throw missingKey(endpoint, keyVariable);
  return { baseUrl, key, keyVariable, official: baseUrl === defaults.baseUrl };
}

function noAddress(endpoint: Endpoint, found: string | null, defaults: AccessDefaults): ProviderError {
  const problem = found ? `"${found}" is not a URL` : 'none is given';
  const message = `${endpoint.name} needs the address of its server and ${problem}: set baseUrl of the endpoint, or export ${defaults.baseUrlVariable}=http://127.0.0.1:8000/v1`;
  return new ProviderError(message, { action: 'pause', cause: 'bad-request' });
}

function missingKey(endpoint: Endpoint, variable: string): ProviderError {
  const message = `${endpoint.name} needs an API key and the variable ${variable} is not set. Set it where the workers start: export ${variable}=…`;
  return new ProviderError(message, { action: 'pause', cause: 'missing-key' });
}
