import type { Usage } from './response.ts';

/** US dollars for a million tokens. */
export interface Price {
  input: number;
  output: number;
}

const paidApis: readonly string[] = ['anthropic', 'openai'];

/** Does this provider charge for requests, also where nobody has said how much? */
export const isPaidApi = (provider: string): boolean => paidApis.includes(provider);

/** Sums of fractions of a cent are not exact to the last bit. */
const tolerance = 1e-9;

/** Is an amount above a limit, both in US dollars? */
export const exceeds = (usd: number, limitUsd: number): boolean => usd > limitUsd + tolerance;

/** A template adds its own tokens to a prompt: system words, role marks. */
const templateTokens = 256;

const dollars = (price: Price, inputTokens: number, outputTokens: number): number =>
  (price.input * inputTokens + price.output * outputTokens) / 1e6;

/**
 * The most that one request can cost, in US dollars: no token is shorter than a byte, and none is generated beyond the
 * limit.
 */
export function costBound(price: Price, promptBytes: number, maxTokens: number): number {
  return dollars(price, promptBytes + templateTokens, maxTokens);
}

/** What a whole response cost, in US dollars; null where the provider tells no tokens. Caches and discounts are not known. */
export function costOf(price: Price, { inputTokens, outputTokens }: Usage): number | null {
  return inputTokens === null || outputTokens === null ? null : dollars(price, inputTokens, outputTokens);
}
