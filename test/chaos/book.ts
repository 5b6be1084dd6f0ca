import { readFileSync } from 'node:fs';

/** One line of the provider's book. */
export interface Heard {
  /** Names the request. */
  request: string;
  /** Equal for requests that ask for the same text. */
  question: string;
  state: 'open' | 'answered' | 'left';
  /** Pieces of the response that were sent. */
  sent: number;
  /** Milliseconds since 1970. */
  begunMs: number;
}

/** What tells questions apart at the provider. Where a provider takes no seed, samples of one prompt are the same question. */
export const questionKey = (path: string, promptHash: string, seed: number): string => `${path} ${seed} ${promptHash}`;

/** Each request at the state that it was last seen in; `from` is a number of lines that belong to earlier rounds. */
export function readBook(file: string, from: number): Heard[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(from, -1);
  return [...new Map(lines.map((line) => JSON.parse(line) as Heard).map((heard) => [heard.request, heard])).values()];
}

export const linesIn = (file: string): number => readFileSync(file, 'utf8').split('\n').length - 1;
