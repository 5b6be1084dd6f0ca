import type { ModelIdentity, Sampling } from '../../core/response.ts';
import type { Trial } from '../../core/trial.ts';
import type { Provider } from '../../providers/provider.ts';
import { contentKey } from '../../storage/responses/content-key.ts';

/** All that one response is asked with. */
export interface ResponseQuestion {
  trial: Trial;
  /** Where the level's own answers are. */
  levelFolder: string;
  provider: Provider;
  prompt: string;
  sampling: Sampling;
  identity: ModelIdentity;
  /** Equal questions have equal keys, in every sweep that reuses responses. */
  key: string;
}

/** The trial's sampling: its seed is the sweep's base seed + sample number. */
export const samplingOf = ({ sampling, sample }: Trial): Sampling => ({ ...sampling, seed: sampling.seed + sample });

export async function questionOf(
  trial: Trial,
  levelFolder: string,
  provider: Provider,
  prompt: string,
  signal: AbortSignal,
): Promise<ResponseQuestion> {
  const sampling = samplingOf(trial);
  const { endpoint, name } = trial.model;
  const identity = await provider.identify({ endpoint, model: name, prompt, sampling, level: levelFolder, signal });
  const owner = trial.handling.reuse ? undefined : trial.sweep;
  const key = contentKey({ identity, prompt, sampling, sample: trial.sample, owner });
  return { trial, levelFolder, provider, prompt, sampling, identity, key };
}
