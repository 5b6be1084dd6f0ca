/** What a fake server tells about its models; changed by a test that needs another. */
export interface FakeModels {
  names: string[];
  template: string;
  /** Further lines of the Modelfile. */
  modelfile: string;
  /** Bytes of a loaded model on a GPU. */
  gpuBytes: number;
}

export const weights = 'a1'.repeat(32);

const row = (name: string) => ({ name, model: name, digest: `digest-of-${name}`, size: 1, details: { family: 'llama' } });

/** Answers of the small routes that are asked before generation: status and JSON, or null for an unknown route. */
export function lookUp(route: string, body: { model?: string }, models: FakeModels): { status: number; json: unknown } | null {
  const ok = (json: unknown) => ({ status: 200, json });
  if (route === 'GET /api/version') return ok({ version: '0.17.4' });
  if (route === 'GET /api/tags') return ok({ models: models.names.map(row) });
  if (route === 'GET /api/ps') return ok({ models: models.names.map((name) => ({ ...row(name), size_vram: models.gpuBytes })) });
  if (route === 'POST /api/show') return show(body.model ?? '', models);
  if (route === 'GET /v1/models') return ok({ object: 'list', data: models.names.map((id) => ({ id, object: 'model' })), has_more: false });
  const name = /^GET \/v1\/models\/(.+)$/.exec(route)?.[1];
  return name === undefined ? null : retrieve(decodeURIComponent(name), models);
}

function retrieve(id: string, { names }: FakeModels) {
  if (names.includes(id)) return { status: 200, json: { id: `${id}-2026-01-02`, object: 'model', type: 'model' } };
  const error = { type: 'not_found_error', code: 'model_not_found', message: `The model '${id}' does not exist` };
  return { status: 404, json: { type: 'error', error } };
}

function show(model: string, { names, template, modelfile }: FakeModels) {
  if (!names.includes(model)) return { status: 404, json: { error: `model '${model}' not found` } };
  const json = {
    modelfile: `FROM /models/blobs/sha256-${weights}\n${modelfile}`,
    template,
    parameters: 'stop "<|im_end|>"',
    details: { family: 'llama', parameter_size: '134.52M', quantization_level: 'Q4_1' },
    model_info: { 'general.architecture': 'llama', 'llama.context_length': 8192 },
  };
  return { status: 200, json };
}
