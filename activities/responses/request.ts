import type { Sampling } from '../../core/response.ts';
import type { Trial } from '../../core/trial.ts';
import type { Prepared, Provider } from '../../providers/provider.ts';
import { contentKey } from '../../storage/responses/content-key.ts';

/** All that one response is asked with. */
export interface ResponseQuestion {
  trial: Trial;
  provider: Provider;
  prompt: string;
  sampling: Sampling;
  prepared: Prepared;
  /** Equal questions have equal keys, in every sweep. */
  key: string;
}

/** The trial's sampling: its seed is the sweep's base seed + sample number. */
export const samplingOf = ({ sampling, sample }: Trial): Sampling => ({ ...sampling, seed: sampling.seed + sample });

export async function questionOf(trial: Trial, provider: Provider, prompt: string, signal: AbortSignal): Promise<ResponseQuestion> {
  const sampling = samplingOf(trial);
  const { endpoint, name } = trial.model;
  const prepared = await provider.prepare({ endpoint, model: name, prompt, sampling, level: trial.level.name, signal });
  const key = contentKey({ identity: prepared.identity, prompt, sampling, sample: trial.sample });
  return { trial, provider, prompt, sampling, prepared, key };
}
