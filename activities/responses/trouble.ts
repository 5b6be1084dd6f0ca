import { isOfOneTrial } from '../faults.ts';
import type { TrialFiles } from '../trial-files.ts';

/** A trial that can never be answered says why in its folder, for the report. */
export async function notingWhy(files: TrialFiles, error: unknown): Promise<never> {
  if (isOfOneTrial(error)) await files.writeJson('trouble.json', { reason: error.message });
  throw error;
}
