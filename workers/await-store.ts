import { setTimeout as delay } from 'node:timers/promises';
import { openStore } from '../storage/places.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { Store } from '../storage/store/store.ts';

const askAgainMs = 2_000;

/**
 * The store of results once it answers. Throws where it cannot be used at all; one that is full may have room again, and pauses its
 * models in sight of people until then.
 */
export async function awaitStore(print: (line: string) => void): Promise<Store> {
  const store = await openStore();
  for (let told = false; ; told = true) {
    try {
      await store.probe();
      return store;
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (error.trouble === 'full') return store;
      if (error.trouble !== 'unreachable') throw error;
      if (!told) print(`waiting: ${error.message}`);
      await delay(askAgainMs);
    }
  }
}
