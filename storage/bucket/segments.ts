const digits = 6;
const shape = /^(.*\.jsonl)\/(\d{6})(\.end)?$/;

/** Where segments of streams are: apart from everything else, so that listing those in hand lists nothing else. */
export const segmentsPrefix = '.streams/';

/** Prefix of a stream's segments. */
export const streamPrefix = (key: string): string => `${segmentsPrefix}${key}`;

/** Segments count from 1; the last one of a stream that is whole says so by its name. */
export const segmentKey = (stream: string, number: number, end: boolean): string =>
  `${stream}/${String(number).padStart(digits, '0')}${end ? '.end' : ''}`;

export interface Segment {
  /** Key of its stream, without the prefix. */
  stream: string;
  number: number;
  isEnd: boolean;
}

/** null for an object that is no segment. */
export function readSegmentKey(key: string): Segment | null {
  const [, stream = '', number, end] = shape.exec(key) ?? [];
  return number === undefined ? null : { stream: stream.slice(segmentsPrefix.length), number: Number(number), isEnd: end !== undefined };
}
