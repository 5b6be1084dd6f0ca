import type { SourceFile } from './level.ts';

/** Something noticed while reading a response: `unclosed-fence`, `dropped-file`, `duplicate-file`, … */
export interface Observation {
  what: string;
  /** For people: which file, which line. */
  detail?: string;
}

/**
 * What extraction finds in a response. Contents are byte-exact, but CRLF has become LF and a first line that only names
 * the file is taken off, with empty lines after it.
 */
export interface Answer {
  files: SourceFile[];
  observations: Observation[];
}
