import { SweepInputError } from './sweep-input-error.ts';

/** A sweep's name is its workflow's id and its folder's name, beside the folder `responses` that all sweeps share. */
export function mustNameASweep(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) && name !== 'responses') return;
  throw new SweepInputError([
    `"${name}" cannot name a sweep, whose workflow id is its folder's name too: expected letters, digits, dots, hyphens and underscores, at most 100, and not "responses"`,
  ]);
}
