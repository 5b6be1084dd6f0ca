import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';

/**
 * `eval-log.schema.json` was made with inspect_ai 0.3.285: `json.dumps(EvalLog.model_json_schema())`, of which every
 * `description`, `title` and `default` was taken off. The package reads unknown fields and forgets them; here they are
 * errors, so that a misspelt one is found.
 */
const schema: unknown = JSON.parse(readFileSync(path.join(import.meta.dirname, 'eval-log.schema.json'), 'utf8'));

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (value === null || typeof value !== 'object') return value;
  const fields = Object.fromEntries(Object.entries(value).map(([key, field]) => [key, closed(field)]));
  return 'properties' in fields && !('additionalProperties' in fields) ? { ...fields, additionalProperties: false } : fields;
}

const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(closed(schema) as object);

/** What does not fit Inspect's schema of a log; empty where all does. */
export function misfits(log: unknown): string[] {
  validate(log);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }: ErrorObject) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
