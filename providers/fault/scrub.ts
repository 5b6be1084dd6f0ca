/** Shapes of keys that a server or a proxy might echo even where the sent key is not known here. */
const keyShapes = /\bsk-[\w-]{8,}|\bBearer\s+[\w.~+/-]{8,}=*/gi;

/** The text without the secrets, and without anything that looks like a key. */
export function scrub(text: string, secrets: readonly (string | null)[]): string {
  const known = secrets.filter((secret) => secret !== null && secret.length > 0) as string[];
  return known.reduce((rest, secret) => rest.replaceAll(secret, '[key]'), text).replace(keyShapes, '[key]');
}
