import type { ModelResponse, ShowResponse } from 'ollama';
import type { ModelIdentity } from '../../core/response.ts';

/** What a server reports of a model, as its routes answer. */
export interface OllamaReport {
  version: string;
  show: ShowResponse;
  /** The rows of `/api/tags`. */
  installed: ModelResponse[];
}

/** `digest` differs between stores for equal weights, since it covers local paths; `weights` is the sha256 of the file itself. */
export function ollamaIdentity(model: string, { version, show, installed }: OllamaReport): ModelIdentity {
  const known = {
    digest: installed.find((row) => isNamed(row, model))?.digest,
    weights: /^FROM .*sha256[-:]([0-9a-f]{64})\s*$/m.exec(show.modelfile ?? '')?.[1],
    quantization: show.details?.quantization_level || undefined,
    parameterSize: show.details?.parameter_size || undefined,
    contextLength: contextLength(show),
    template: show.template || undefined,
  };
  const told = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  return { provider: 'ollama', model, serverVersion: version, ...told };
}

/** Names are compared as the server does: letter case does not count and a missing tag means `latest`. */
export function isNamed(row: ModelResponse, model: string): boolean {
  const wanted = model.toLowerCase();
  return [wanted, `${wanted}:latest`].includes(row.name.toLowerCase());
}

/** `model_info` is a plain object on the wire, whatever the client's types say. */
function contextLength(show: ShowResponse): number | undefined {
  const info = (show.model_info ?? {}) as unknown as Record<string, unknown>;
  const length = info[`${String(info['general.architecture'])}.context_length`];
  return typeof length === 'number' ? length : undefined;
}
