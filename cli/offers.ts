import { builtinAnswer } from '../activities/builtin-answers.ts';
import type { PlannedEndpoint } from '../core/sweep-plan.ts';
import { createProviders } from '../providers/create-providers.ts';
import { ollamaAddress } from '../providers/ollama/address.ts';
import type { OfferedModel } from '../providers/provider.ts';
import { ProviderError } from '../providers/provider-error.ts';

/** What one endpoint offers now; or, where it cannot be asked, why not and what to do. */
export interface Offer {
  endpoint: string;
  provider: PlannedEndpoint['provider'];
  models: OfferedModel[] | null;
  problem: string | null;
  fix: string | null;
}

/** The providers that need no sweep file to be asked. */
export const ownEndpoints: PlannedEndpoint[] = (['ollama', 'anthropic', 'openai', 'builtin'] as const).map((name) => ({
  name,
  provider: name,
}));

export const patienceMs = 10_000;

export async function offerOf(endpoint: PlannedEndpoint): Promise<Offer> {
  const provider = createProviders(builtinAnswer, async () => false)(endpoint);
  const named = { endpoint: endpoint.name, provider: endpoint.provider };
  try {
    const models = await provider.models(endpoint, AbortSignal.timeout(patienceMs));
    if (models === null) return { ...named, models, problem: 'it does not list its models', fix: 'name them in the sweep file' };
    return { ...named, models: models.toSorted((a, b) => (a.name < b.name ? -1 : 1)), problem: null, fix: null };
  } catch (error) {
    return { ...named, models: null, problem: problemOf(error, endpoint), fix: fixOf(endpoint, null, error) };
  }
}

/** Why a provider could not be asked, in one line. */
export function problemOf(error: unknown, endpoint?: PlannedEndpoint): string {
  if (endpoint && error instanceof ProviderError && error.fault.cause === 'missing-key')
    return `no key: ${keyVariable(endpoint)} is not set`;
  const late = error instanceof DOMException && error.name === 'TimeoutError';
  return late ? `it does not answer within ${patienceMs / 1000} s` : (error as Error).message;
}

const keyVariable = ({ apiKeyVariable, provider }: PlannedEndpoint): string =>
  apiKeyVariable ?? `${provider.toUpperCase().replaceAll('-', '_')}_API_KEY`;

/** A command for what stands between an endpoint, or one of its models, and an answer. */
export function fixOf(endpoint: PlannedEndpoint, model: string | null, error: unknown): string {
  const cause = error instanceof ProviderError ? error.fault.cause : 'unreachable';
  if (cause === 'missing-key' || cause === 'bad-key') return `export ${keyVariable(endpoint)}=… && npx specgen down && npx specgen up`;
  if (endpoint.provider !== 'ollama') return 'npx specgen models';
  const host = endpoint.baseUrl || process.env.OLLAMA_HOST ? `OLLAMA_HOST=${shown(endpoint)} ` : '';
  if (cause === 'missing-model' && model !== null) return `${host}ollama pull ${model}`;
  return cause === 'unreachable' ? `${host}ollama serve` : 'npx specgen models';
}

function shown(endpoint: PlannedEndpoint): string {
  try {
    return ollamaAddress(endpoint);
  } catch {
    return '127.0.0.1:11434';
  }
}
