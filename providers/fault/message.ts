import type { ProviderFault } from '../provider-error.ts';

/** Who was asked, for messages. */
export interface Asked {
  /** Name of the endpoint, e.g. `anthropic`. */
  endpoint: string;
  model: string;
  /** Shown form of the server's address. */
  address: string;
  keyVariable: string | null;
  /** Command or advice that makes a missing model available. */
  modelCure: string;
  /** Command or advice that makes an unreachable server answer. */
  startCure: string;
}

type Cause = ProviderFault['cause'];

const expectations: Record<Cause, (asked: Asked, found: string) => string> = {
  'missing-key': (asked, found) => `needs an API key (${found}). Set ${variable(asked)}: export ${variable(asked)}=…`,
  'bad-key': (asked, found) =>
    `does not accept the key in ${variable(asked)} (${found}). Set a valid one where the workers start: export ${variable(asked)}=…`,
  quota: (_, found) => `has no credit or quota left for this key (${found}). Raise the limit or add credit, then resume the model`,
  'missing-model': (asked, found) => `has no model "${asked.model}" (${found}). ${asked.modelCure}`,
  'bad-request': (_, found) => `does not accept the request (${found}). Correct the sweep's parameters or the model's set-up`,
  'no-memory': (_, found) => found,
  'no-template': (_, found) => found,
  'no-answer': (_, found) => found,
  'broken-off': (_, found) => found,
  'context-too-long': (_, found) =>
    `cannot hold the prompt and the answer in its context (${found}). Lower maxTokens, raise contextTokens, or choose a model with a larger context`,
  'rate-limited': (_, found) => `limits the rate of requests (${found}). It is asked again later`,
  overloaded: (_, found) => `is overloaded (${found}). It is asked again later`,
  unreachable: (asked, found) => `cannot be reached at ${asked.address} (${found}). ${asked.startCure}`,
  cut: (_, found) => `broke off before the end of the response (${found}). It is asked again`,
  stalled: (_, found) => `fell silent (${found}). It is asked again`,
  'server-error': (_, found) => `failed by itself (${found}). It is asked again later`,
  'unsupported-parameter': (_, found) => `refuses a parameter (${found}). It is asked again without it`,
};

/** One sentence on what was wanted and found, and one on what to do. */
export function faultMessage(asked: Asked, cause: Cause, found: string): string {
  return `${asked.endpoint}:${asked.model} ${expectations[cause](asked, shortened(found))}`;
}

const variable = (asked: Asked): string => asked.keyVariable ?? 'the endpoint’s apiKeyVariable';

function shortened(found: string): string {
  const line = found.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
