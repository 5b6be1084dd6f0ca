import { Command } from 'commander';
import type { PlannedEndpoint } from '../../core/sweep-plan.ts';
import { exit } from '../exit.ts';
import { type Offer, offerOf, ownEndpoints } from '../offers.ts';
import { readSweepFile } from '../sweeps.ts';

export const modelsCommand = (): Command =>
  new Command('models')
    .description('what each provider offers now: models pulled into Ollama with their sizes, those of APIs with a key in this environment')
    .argument('[file]', 'sweep file whose endpoints are asked, too')
    .option('--json', 'print it as JSON')
    .action(async (file: string | undefined, { json }: { json?: boolean }) => {
      const named = file ? Object.entries((await readSweepFile(file)).endpoints ?? {}) : [];
      const endpoints = [...ownEndpoints, ...named.map(([name, endpoint]) => ({ name, ...endpoint }) as PlannedEndpoint)];
      const offers = await Promise.all(endpoints.map(offerOf));
      process.stdout.write(json ? `${JSON.stringify(offers, null, 2)}\n` : `${offers.flatMap(lines).join('\n')}\n`);
      process.exitCode = offers.some(({ models }) => models !== null) ? exit.graded : exit.usage;
    });

function lines({ endpoint, models, problem, fix }: Offer): string[] {
  if (models === null) return [`${endpoint}  –  ${problem}`, `  → ${fix}`];
  if (models.length === 0)
    return [`${endpoint}  –  it has no models yet`, ...(endpoint === 'ollama' ? ['  → ollama pull qwen2.5-coder:7b'] : [])];
  const width = Math.max(...models.map(({ name }) => name.length));
  return models.map(
    ({ name, bytes }) => `${endpoint}:${name.padEnd(bytes === undefined ? 0 : width)}${bytes === undefined ? '' : size(bytes)}`,
  );
}

const size = (bytes: number): string => `  ${(bytes / 1e9).toFixed(1)} GB`;
