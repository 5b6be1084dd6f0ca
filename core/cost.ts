import type { Usage } from './response.ts';

/** US dollars for a million tokens. */
export interface Price {
  input: number;
  output: number;
}

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
