import type { Store } from '../../storage/store/store.ts';

/** Removes pages of trials that the sweep does not have (any more). */
export async function removeOtherPages(store: Store, pages: string, places: ReadonlySet<string>): Promise<void> {
  const all = await store.list(pages);
  await store.remove(
    all.filter((key) => key.endsWith('.html') && !places.has(key.slice(pages.length + 1))),
    pages,
  );
}
