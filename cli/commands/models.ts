import { Command } from 'commander';
import { builtinAnswer } from '../../activities/builtin-answers.ts';
import type { PlannedEndpoint } from '../../core/sweep-plan.ts';
import { createProviders } from '../../providers/create-providers.ts';
import { exit } from '../exit.ts';
import { readSweepFile } from '../sweeps.ts';

/** What one endpoint offers now, or why that is not known. */
interface Offer {
  endpoint: string;
  models: string[] | null;
  problem: string | null;
}

const own: PlannedEndpoint[] = (['ollama', 'anthropic', 'openai', 'builtin'] as const).map((name) => ({ name, provider: name }));
const patienceMs = 10_000;

export const modelsCommand = (): Command =>
  new Command('models')
    .description('what each provider offers now: models pulled into Ollama, those of APIs with a key in this environment')
    .argument('[file]', 'sweep file whose endpoints are asked, too')
    .option('--json', 'print it as JSON')
    .action(async (file: string | undefined, { json }: { json?: boolean }) => {
      const named = file ? Object.entries((await readSweepFile(file)).endpoints ?? {}) : [];
      const endpoints = [...own, ...named.map(([name, endpoint]) => ({ name, ...endpoint }) as PlannedEndpoint)];
      const offers = await Promise.all(endpoints.map(offerOf));
      process.stdout.write(json ? `${JSON.stringify(offers, null, 2)}\n` : `${offers.flatMap(lines).join('\n')}\n`);
      process.exitCode = offers.some(({ models }) => models !== null) ? exit.graded : exit.usage;
    });

async function offerOf(endpoint: PlannedEndpoint): Promise<Offer> {
  const provider = createProviders(builtinAnswer, async () => false)(endpoint);
  try {
    const models = await provider.models(endpoint, AbortSignal.timeout(patienceMs));
    return { endpoint: endpoint.name, models: models?.toSorted() ?? null, problem: models === null ? 'it does not list its models' : null };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return { endpoint: endpoint.name, models: null, problem: late ? 'it does not answer within 10 s' : (error as Error).message };
  }
}

function lines({ endpoint, models, problem }: Offer): string[] {
  if (models === null) return [`${endpoint}  –  ${problem}`];
  return models.length === 0 ? [`${endpoint}  –  no models`] : models.map((model) => `${endpoint}:${model}`);
}
