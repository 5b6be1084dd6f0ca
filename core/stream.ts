import type { StopReason, Usage } from './response.ts';

/**
 * One piece of a stream. Reasoning is kept apart from the response; `tokens` is absent where the server does not tell.
 * `sequence` is the server's own number of the piece, where it can be asked for what comes behind it.
 */
export type StreamPart =
  | { type: 'text'; text: string; tokens?: number | undefined; sequence?: number | undefined }
  | { type: 'reasoning'; text: string; tokens?: number | undefined; sequence?: number | undefined }
  | { type: 'request'; requestId: string };

/** How a stream ended; exists only when the provider itself said that it was whole. */
export interface StreamEnd {
  stopReason: StopReason;
  rawStopReason: string;
  usage: Usage;
  rawUsage: unknown;
  /** The provider's own name of what answered. */
  resolvedModel?: string | undefined;
  /** Parameters that were asked for and not applied, with the server's words or ours. */
  unsupported: Record<string, string>;
}

/** The text, or the reasoning, that parts hold together. */
export const textOf = (parts: readonly StreamPart[], type: 'text' | 'reasoning' = 'text'): string =>
  parts.map((part) => (part.type === type ? part.text : '')).join('');

/** Names of requests among the parts, in the order in which they came. */
export const requestIdsOf = (parts: readonly StreamPart[]): string[] =>
  parts.flatMap((part) => (part.type === 'request' ? [part.requestId] : []));
