/** What one check found. */
export interface Finding {
  /** What was looked at, in a word or two: the same in every run. */
  check: string;
  /** `warning`: a sweep can do without. `fail`: it cannot. */
  state: 'pass' | 'warning' | 'fail';
  found: string;
  /** A command to paste; null where nothing is to be mended. */
  fix: string | null;
}

export const pass = (check: string, found: string): Finding => ({ check, state: 'pass', found, fix: null });
export const warning = (check: string, found: string, fix: string): Finding => ({ check, state: 'warning', found, fix });
export const fail = (check: string, found: string, fix: string): Finding => ({ check, state: 'fail', found, fix });

/** The message of a command that a check has stopped: the same words as in `specgen doctor`. */
export const explained = ({ found, fix }: Finding): string => `${found}${fix === null ? '' : `. Mend it: ${fix}`}`;
