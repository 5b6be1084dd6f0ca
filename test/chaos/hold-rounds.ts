import path from 'node:path';
import type { Blows } from './blows.ts';
import { clockFrom, clockPut, findClockLibrary, serverGone, suspended } from './holds.ts';
import type { Kind } from './night.ts';
import { storm, undisturbed } from './storm.ts';
import { type Sum, tell } from './storm-rounds.ts';
import { withProvider } from './with-provider.ts';

type Say = (line: string) => void;

async function held(sum: Sum, kind: Kind, blows: Blows, say: Say): Promise<void> {
  await withProvider(async (provider) => {
    const expected = await undisturbed(provider, kind);
    tell(sum, kind, await storm(provider, expected, kind, blows), say);
  });
}

async function clocksPut(sum: Sum, minutes: number, say: Say): Promise<void> {
  const library = findClockLibrary();
  if (library === null)
    throw new Error(
      'libfaketime was expected below /usr/lib, but is not there. Run: apt-get install -y --no-install-recommends libfaketime',
    );
  await withProvider(async (provider, folder) => {
    const file = path.join(folder, 'clock');
    const expected = await undisturbed(provider, 'greedy');
    tell(sum, 'greedy', await storm(provider, expected, 'greedy', clockPut(minutes, file), clockFrom(file, library)), say);
  });
}

/** What lasts for so many minutes, side by side: they mostly wait. */
export async function holdRounds(minutes: number, say: Say): Promise<Sum> {
  const sum = { passed: 0, failed: 0 };
  await Promise.all([
    held(sum, 'greedy', serverGone(minutes), say),
    held(sum, 'sampled', suspended(minutes), say),
    clocksPut(sum, minutes, say),
  ]);
  return sum;
}
