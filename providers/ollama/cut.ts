import type { StreamPart } from '../provider.ts';

type TextPart = Extract<StreamPart, { type: 'text' }>;

/** A cut response, split where it is gone on with. */
export interface Cut {
  kept: TextPart[];
  keptTokens: number;
  /** The last few tokens, which are generated again and have to come out the same. */
  dropped: TextPart[];
}

const droppedTokens = 4;

/** So many equal pieces at the end may be the beginning of a loop. */
const suspicious = 5;

/** Splits at a token; a string says why this response can only be started over. */
export function cutOf(received: readonly StreamPart[], temperature: number | null): Cut | string {
  if (temperature !== 0) return 'the temperature is not 0: the random numbers would start anew';
  if (received.some((part) => part.type === 'reasoning')) return 'reasoning cannot be handed back to the model';
  const parts = received.filter((part) => part.type === 'text');
  if (parts.some((part) => part.tokens === undefined)) return 'the server did not count its tokens';
  if (repeats(parts)) return 'the text repeats itself: the server ends that after a number of times which it would count anew';
  let split = parts.length;
  while (split > 0 && tokensOf(parts.slice(split)) < droppedTokens) split -= 1;
  const kept = parts.slice(0, split);
  if (kept.length === 0) return 'too little had come';
  return { kept, keptTokens: tokensOf(kept), dropped: parts.slice(split) };
}

function repeats(parts: readonly TextPart[]): boolean {
  const last = parts.slice(-suspicious).map((part) => part.text.trim());
  return last.length === suspicious && new Set(last).size === 1;
}

const tokensOf = (parts: readonly TextPart[]): number => parts.reduce((sum, part) => sum + (part.tokens ?? 0), 0);
