import type { Level, SourceFile } from './level.ts';

/** Files and prose of an answer, to be rendered as a response. */
export interface WrittenAnswer {
  name: string;
  files: SourceFile[];
  prose: string;
}

/** Texts about one claim: one list item each. */
export interface Phrases {
  match: string[];
  miss: string[];
}

/** A level with everything that its authors left to check it by. */
export interface LevelFolder {
  level: Level;
  reference: WrittenAnswer;
  alternatives: WrittenAnswer[];
  /** Near misses of the reference: a header of `fails:` and `why:` lines, then a unified diff. */
  mutants: { name: string; content: string }[];
  /** Whole responses with the verdict that each check must get: `pass` or the reason of its failure. */
  calibration: { name: string; response: string; verdicts: Record<string, string> }[];
  /** By check, then by the id of a claim (decoys and values of agreements are claims too). */
  patterns: Record<string, Record<string, Phrases>>;
  hasNotes: boolean;
  /** sha256 (hex) over everything above. */
  folderHash: string;
}
