import { isPaidApi, type Price } from './cost.ts';
import { generationQueue } from './queues.ts';
import type { Sampling } from './response.ts';
import type { SweepInput } from './sweep-input.ts';
import { SweepInputError } from './sweep-input-error.ts';

/** Where a model's requests go; mirrors the providers' `Endpoint` without importing it. */
export interface PlannedEndpoint {
  name: string;
  provider: 'anthropic' | 'openai' | 'openai-compatible' | 'ollama' | 'builtin';
  baseUrl?: string;
  apiKeyVariable?: string;
  background?: boolean;
  /** Which of several hosts answers. */
  host?: string;
}

/** A host that may answer a model. */
export interface Place {
  host: string;
  /** Absent: the server on that host itself. */
  baseUrl?: string;
  queue: string;
  /** As in `PlannedModel`. */
  preparation?: string;
}

export interface PlannedModel {
  /** `provider:name` or `endpoint:name`, as reports show it. */
  id: string;
  /** The provider's name of the model. */
  name: string;
  endpoint: PlannedEndpoint;
  /** Task queue that generates for it. */
  queue: string;
  /** Task queue of the first contact with it, where that is not the one of workers that answer every provider. */
  preparation?: string;
  /** Models of one lane run one after another. */
  lane: string;
  /** Several hosts that may answer it; it runs on one of them, from its first trial to its last. */
  places?: Place[];
  /** Trials in the hands of workers: requests in flight, and on an Ollama host one and the next, which waits there for its turn. */
  concurrency: number;
  price: Price | null;
}

export interface PlannedLevel {
  number: number;
  name: string;
  hash: string;
  points: number;
  promptBytes: number;
}

/** What is done about responses, apart from asking for them. */
export type Handling = Pick<SweepInput, 'onCut' | 'stall' | 'reuse'>;

/** All that the workflows need to know; small enough for a history. */
export interface SweepPlan {
  sweep: string;
  models: PlannedModel[];
  levels: PlannedLevel[];
  samples: number;
  sampling: Omit<Sampling, 'seed'> & { seed: number };
  qualify: { levels: string[]; percent: number } | null;
  handling: Handling;
  /** In US dollars; null without a limit. */
  limits: { sweepUsd: number | null; modelUsd: number | null };
  /** Absolute folder of the levels, null for specgen's own. */
  specs: string | null;
}

const prefixes = ['anthropic', 'openai', 'ollama', 'builtin'] as const;
const ollamaDefault = 'http://127.0.0.1:11434';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]', '0.0.0.0']);

/** One queue for each API provider and each Ollama host: names that read well in the Web UI. */
export function queueOf(endpoint: PlannedEndpoint, ollamaHost: string = ollamaDefault): string {
  if (endpoint.provider !== 'ollama') return generationQueue(endpoint.name);
  const { host, hostname, port } = new URL(endpoint.baseUrl ?? ollamaHost);
  // one server under several names must not be asked by two sides at once
  return generationQueue(`ollama-${loopback.has(hostname) ? `127.0.0.1${port && `:${port}`}` : host}`);
}

/** Is the server on the machine of whoever asks it? Ollama's is where nothing else is said. */
export const isOwnServer = ({ baseUrl }: PlannedEndpoint): boolean => baseUrl === undefined || loopback.has(new URL(baseUrl).hostname);

/** The model as it is asked at one of its places. */
export function at({ places, ...model }: PlannedModel, { host, baseUrl, queue, preparation }: Place): PlannedModel {
  const endpoint = { ...model.endpoint, host, ...(baseUrl !== undefined && { baseUrl }) };
  return { ...model, endpoint, queue, lane: queue, ...(preparation !== undefined && { preparation }) };
}

function endpointOf(prefix: string, input: SweepInput): PlannedEndpoint | undefined {
  const named = Object.hasOwn(input.endpoints, prefix) ? input.endpoints[prefix] : undefined;
  if (named) {
    const { baseUrl, apiKeyVariable, background } = named;
    return {
      name: prefix,
      provider: named.provider,
      ...(baseUrl && { baseUrl }),
      ...(apiKeyVariable && { apiKeyVariable }),
      ...(background && { background }),
    };
  }
  const known = prefixes.find((name) => name === prefix);
  return known && { name: known, provider: known };
}

/** The next trial is prepared while a host generates the one before, so that the host does not wait for it. */
export const ollamaTrials = 2;

/** `provider:name`; a prefix that is neither a provider nor an endpoint belongs to the name (`qwen2.5-coder:32b`). */
export function planModel(id: string, input: SweepInput, ollamaHost?: string): PlannedModel {
  const colon = id.indexOf(':');
  const prefixed = colon > 0 ? endpointOf(id.slice(0, colon), input) : undefined;
  const endpoint = prefixed ?? endpointOf(input.provider, input);
  if (!endpoint) throw new SweepInputError([`"models": no provider for "${id}"`]);
  const name = prefixed ? id.slice(colon + 1) : id;
  if (!name) throw new SweepInputError([`"models": "${id}" names no model; expected provider:name`]);
  const queue = queueOf(endpoint, ollamaHost);
  const full = `${endpoint.name}:${name}`;
  const serial = endpoint.provider === 'ollama';
  const price = input.prices[full] ?? null;
  return { id: full, name, endpoint, queue, lane: serial ? queue : full, concurrency: serial ? ollamaTrials : input.concurrency, price };
}

const range = (text: string): number[] | null => {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return to < from || to - from > 999 ? null : Array.from({ length: to - from + 1 }, (_, index) => from + index);
};

/** "1-7", "1,3,16-20", "all" or numbers → the levels, in order; unknown ones are named with those that exist. */
export function selectLevels<L extends { number: number }>(wanted: string | number[], existing: L[]): L[] {
  if (wanted === 'all') return existing;
  const parts = typeof wanted === 'string' ? wanted.split(',').map(range) : [wanted];
  if (parts.some((part) => part === null)) {
    throw new SweepInputError([`"levels": expected "1-7", "1,3,16", "all" or a list of numbers, found ${JSON.stringify(wanted)}`]);
  }
  const numbers = new Set(parts.flatMap((part) => part ?? []));
  const known = new Set(existing.map((level) => level.number));
  const unknown = [...numbers].filter((number) => !known.has(number));
  if (unknown.length > 0) {
    throw new SweepInputError([`"levels": there is no level ${unknown.join(', ')} (existing: ${[...known].join(', ')})`]);
  }
  return existing.filter((level) => numbers.has(level.number));
}

/** A limit that a model without a price could overrun unseen is refused; a price may be of a model that is added later. */
export function mustBePriced(models: PlannedModel[], input: SweepInput): void {
  const limited = input.maxCostUsd !== undefined || input.maxModelCostUsd !== undefined;
  const priceless = models.filter((model) => limited && model.price === null && isPaidApi(model.endpoint.provider));
  const problems = priceless.map(
    ({ id }) =>
      `"prices": ${id} has none, so its cost cannot be limited; add "${id}": {"input": …, "output": …} in US dollars for a million tokens`,
  );
  if (problems.length > 0) throw new SweepInputError(problems);
}

/** The input resolved against the levels that exist. Throws a SweepInputError that names every problem. */
export function planSweep(sweep: string, input: SweepInput, existing: PlannedLevel[], ollamaHost?: string): SweepPlan {
  const models = input.models.map((id) => planModel(id, input, ollamaHost));
  const twice = models.map((model) => model.id).filter((id, index, ids) => ids.indexOf(id) !== index);
  if (twice.length > 0) throw new SweepInputError([`"models": ${twice.join(', ')} stands there twice`]);
  const levels = selectLevels(input.levels, existing);
  const first = input.qualify && selectLevels(input.qualify.levels, existing).map((level) => level.name);
  mustBePriced(models, input);
  const outside = first?.filter((name) => !levels.some((level) => level.name === name)) ?? [];
  if (outside.length > 0) throw new SweepInputError([`"qualify.levels": ${outside.join(', ')} is not among the sweep's levels`]);
  return {
    sweep,
    models,
    levels,
    samples: input.samples,
    sampling: input.sampling,
    qualify: first && input.qualify ? { levels: first, percent: input.qualify.percent } : null,
    handling: { onCut: input.onCut, stall: input.stall, reuse: input.reuse },
    limits: { sweepUsd: input.maxCostUsd ?? null, modelUsd: input.maxModelCostUsd ?? null },
    specs: input.specs ?? null,
  };
}
