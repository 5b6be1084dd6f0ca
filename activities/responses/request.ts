import type { ModelIdentity, Sampling } from '../../core/response.ts';
import type { Trial } from '../../core/trial.ts';
import type { ModelRequest, Provider } from '../../providers/provider.ts';
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

/** The request that a question is, but for what differs between samples. */
export const modelRequest = (
  { trial, prompt, sampling, levelFolder }: Omit<ResponseQuestion, 'identity' | 'key'>,
  signal: AbortSignal,
): ModelRequest => ({ endpoint: trial.model.endpoint, model: trial.model.name, prompt, sampling, level: levelFolder, signal });

export async function questionOf(
  trial: Trial,
  levelFolder: string,
  provider: Provider,
  prompt: string,
  signal: AbortSignal,
): Promise<ResponseQuestion> {
  const sampling = samplingOf(trial);
  const asked = { trial, levelFolder, provider, prompt, sampling };
  const identity = await provider.identify(modelRequest(asked, signal));
  const owner = trial.handling.reuse ? undefined : trial.sweep;
  const key = contentKey({ identity, prompt, sampling, sample: trial.sample, owner });
  return { ...asked, identity, key };
}
