import type { SourceFile } from './level.ts';

/** Something noticed while reading a response: `unclosed-fence`, `dropped-file`, `duplicate-file`, … */
export interface Observation {
  what: string;
  /** For people: which file, which line. */
  detail?: string;
}

/** What extraction finds in a response. Contents are byte-exact but for CRLF → LF and a leading BOM. */
export interface Answer {
  files: SourceFile[];
  observations: Observation[];
}
