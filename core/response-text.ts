import type { Observation } from './answer.ts';
import { withoutThinking } from './thinking.ts';

/** Lines kept at each end of a response; what lies between is dropped. Far above what an honest answer needs. */
const linesKept = 20_000;

/** A response made ready for reading: its lines, and what was noticed about the text as a whole. */
export interface ResponseText {
  lines: string[];
  observations: Observation[];
}

/** Drops a byte order mark, turns CRLF into LF, blanks reasoning, and bounds the number of lines. */
export function readResponseText(response: string): ResponseText {
  const observations: Observation[] = [];
  if (response.includes('\u0000')) observations.push({ what: 'nul-character' });
  if (response.includes('\uFFFD')) observations.push({ what: 'invalid-utf8' });
  const bounded = boundLines(response.replace(/^\uFEFF/, ''));
  if (bounded.dropped > 0) observations.push({ what: 'oversized', detail: `${bounded.dropped} characters in the middle were left out` });
  const lines = bounded.text.replaceAll('\r\n', '\n').split('\n');
  const kept = withoutThinking(lines);
  if (kept !== lines) observations.push({ what: 'reasoning-removed' });
  return { lines: kept, observations };
}

function boundLines(text: string): { text: string; dropped: number } {
  let head = 0;
  let tail = text.length;
  for (let line = 0; line < linesKept && head !== -1; line++) head = text.indexOf('\n', head) + 1 || -1;
  for (let line = 0; line < linesKept && tail > 0; line++) tail = text.lastIndexOf('\n', tail - 1);
  if (head === -1 || tail <= head) return { text, dropped: 0 };
  return { text: text.slice(0, head) + text.slice(tail + 1), dropped: tail + 1 - head };
}
