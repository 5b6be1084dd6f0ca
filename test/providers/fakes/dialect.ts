import type { ServerError } from './scenario.ts';

/** What a response is made of, for the events that tell it. */
export interface Facts {
  model: string;
  id: string;
  stop: 'complete' | 'truncated' | 'refused';
  inputTokens: number;
  outputTokens: number;
  /** Number of the next event, in the dialect that numbers them. */
  sequence: number;
  /** The response goes on without its stream, in the dialect that knows that. */
  background: boolean;
}

/** How one API puts a stream and its errors into bytes; the shapes are those of the real ones. */
export interface Dialect {
  contentType: string;
  requestIdHeader: string | null;
  opening(facts: Facts): string;
  reasoning(text: string, facts: Facts): string;
  text(text: string, facts: Facts): string;
  closing(facts: Facts, wholeText: string): string;
  errorBody(error: ServerError): unknown;
  errorWithin(error: ServerError): string;
}

/** One server-sent event. */
export function event(data: unknown, name?: string): string {
  const body = typeof data === 'string' ? data : JSON.stringify(data);
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${body}\n\n`;
}

/** A server-sent event that is named after its type. */
export const typed = (data: { type: string; [field: string]: unknown }): string => event(data, data.type);
