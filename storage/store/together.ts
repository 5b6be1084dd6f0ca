import type { Store } from './store.ts';

/** Several texts as one: `KEY.json` is an object of texts by name. */
export const packed = {
  keyOf: (key: string): string => `${key}.json`,
  text: (texts: ReadonlyMap<string, string>): string => `${JSON.stringify(Object.fromEntries(texts))}\n`,
};

/** Texts of `names` out of one that `packed.text` made. */
export function unpacked<Name extends string>(text: string, names: readonly Name[]): Record<Name, string | null> {
  const all = JSON.parse(text) as Record<string, string>;
  return Object.fromEntries(names.map((name) => [name, all[name] ?? null])) as Record<Name, string | null>;
}

/** Texts that are each under a key of its own. */
export async function found<Name extends string>(
  store: Pick<Store, 'find'>,
  key: string,
  names: readonly Name[],
): Promise<Record<Name, string | null>> {
  const texts = await Promise.all(names.map(async (name) => [name, await store.find(`${key}/${name}`)] as const));
  return Object.fromEntries(texts) as Record<Name, string | null>;
}
