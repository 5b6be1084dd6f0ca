import { createHash } from 'node:crypto';

const plain = /^[a-z0-9][a-z0-9._:/-]*$/;
const longest = 100;

/**
 * A model's name as the name of a folder: `ollama:qwen2.5-coder:32b` → `ollama+qwen2.5-coder+32b`. Names of lower-case
 * letters, digits and `. _ - : /` are told apart by the slug itself; all others, also those that differ in letter case
 * only, by a hash of the name after `=`, a sign that the first kind cannot have.
 */
export function modelSlug(model: string): string {
  if (plain.test(model) && model.length <= longest) return model.replaceAll(':', '+').replaceAll('/', '~');
  const hash = createHash('sha256').update(model).digest('hex').slice(0, 12);
  const readable = model
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '');
  return `${readable.slice(0, longest)}=${hash}`;
}
