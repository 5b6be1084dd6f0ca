import { readSweepFile, sweepNames } from '../../activities/sweep-file.ts';
import { ollamaAddress } from '../../providers/ollama/address.ts';
import { readLevels } from '../../storage/levels.ts';
import { openStore, ownSpecs } from '../../storage/places.ts';
import type { Candidate, Names, Offer } from './candidates.ts';

/** Nobody waits longer for a key that was pressed in passing. */
const patienceMs = 300;

const plain = (values: string[]): Candidate[] => [...new Set(values)].map((value) => ({ value, meaning: '' }));

const sweeps = async (): Promise<Candidate[]> => plain(await sweepNames(await openStore()));

/** The models of one stored sweep; an unreadable file has none to offer. */
async function modelsOf(sweep: string): Promise<string[]> {
  try {
    const stored = await readSweepFile(await openStore(), sweep);
    return stored?.models.map(({ id }) => id) ?? [];
  } catch {
    return [];
  }
}

async function pulledModels(): Promise<string[]> {
  try {
    const address = ollamaAddress({ name: 'ollama', provider: 'ollama' });
    const answer = await fetch(`${address}/api/tags`, { signal: AbortSignal.timeout(patienceMs) });
    const { models } = (await answer.json()) as { models: { name: string }[] };
    return models.map(({ name }) => `ollama:${name}`);
  } catch {
    return [];
  }
}

const askable = async (): Promise<Candidate[]> => {
  const known = await Promise.all((await sweepNames(await openStore())).map(modelsOf));
  return plain([...(await pulledModels()), 'builtin:reference', 'builtin:unchanged', 'builtin:empty', ...known.flat()]);
};

async function levels(): Promise<Candidate[]> {
  return (await readLevels(ownSpecs())).map(({ number, title }) => ({ value: String(number), meaning: title }));
}

const ranges: Candidate[] = [
  { value: 'all', meaning: 'every level' },
  { value: '1-7', meaning: 'core' },
  { value: '8-13', meaning: 'advanced' },
  { value: '14-20', meaning: 'expert' },
];

/** Names for what the commands call `sweep`, `model`, `level`, … */
const byPlace: Record<string, (given: string[]) => Promise<Offer> | Offer> = {
  sweep: sweeps,
  a: sweeps,
  b: sweeps,
  model: async ([sweep]) => (sweep === undefined ? await askable() : plain(await modelsOf(sweep))),
  level: levels,
  spec: levels,
  levels: async () => [...ranges, ...(await levels())],
  file: () => 'files',
  response: () => 'files',
  prices: () => 'files',
  specs: () => 'files',
  to: () => 'files',
};

export const names: Names = async (place, given) => (await byPlace[place]?.(given)) ?? [];
