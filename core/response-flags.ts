import type { ResponseFlag, StopReason } from './response.ts';

/** What a reader of a response should know of; a model that is cut while it still reasons has answered nothing. */
export function responseFlags(stopReason: StopReason, text: string, reasoning: string): ResponseFlag[] {
  const empty = text.trim() === '';
  const flags: ResponseFlag[] = [];
  if (stopReason === 'truncated') flags.push(empty && reasoning !== '' ? 'truncated-in-reasoning' : 'truncated');
  if (stopReason === 'refused' || stopReason === 'looping') flags.push(stopReason);
  if (empty) flags.push('empty');
  return flags;
}
