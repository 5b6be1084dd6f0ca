import { readFileSync } from 'node:fs';
import type { PlannedModel, SweepPlan } from '../../core/sweep-plan.ts';
import { ollamaAddress } from '../../providers/ollama/address.ts';
import { orphanedRunners } from '../../providers/ollama/orphans.ts';
import { fixOf, type Offer, offerOf, ownEndpoints } from '../offers.ts';
import { identityOf } from '../outlook.ts';
import { runningStack } from '../stack.ts';
import { type Finding, fail, pass, warning } from './finding.ts';

/** What a sweep's models need; without a sweep, what any could be asked. */
export async function providerFindings(plan: SweepPlan | null): Promise<Finding[]> {
  const asked = plan ? await needed(plan) : await possible();
  return [...asked, ...orphans()];
}

/** Nobody has said which models are wanted, so what is not there is no fault. */
async function possible(): Promise<Finding[]> {
  const offers = await Promise.all(ownEndpoints.map(offerOf));
  return offers.map(({ endpoint, models, problem, fix }: Offer) => {
    if (models === null) return warning(`provider ${endpoint}`, problem ?? 'it does not list its models', fix ?? 'npx specgen models');
    const address = endpoint === 'ollama' ? ` at ${ollamaAddress({ name: 'ollama', provider: 'ollama' })}` : '';
    return pass(`provider ${endpoint}`, `${models.length} models${address}`);
  });
}

/** Each model is asked for, as the sweep itself will do first: address, key and name must be right. */
async function needed(plan: SweepPlan): Promise<Finding[]> {
  const models = await Promise.all(plan.models.map((model) => modelFinding(plan, model)));
  return [...keyFindings(plan.models), ...models];
}

async function modelFinding(plan: SweepPlan, model: PlannedModel): Promise<Finding> {
  const check = `model ${model.id}`;
  const level = plan.levels[0];
  if (!level) return fail(check, 'the sweep has no levels', 'npx specgen levels');
  const found = await identityOf(plan, model, level.name);
  if (found.identity) return pass(check, found.identity.resolved ?? 'it can be asked');
  return fail(check, found.problem, fixOf(model.endpoint, model.name, found.error));
}

const usual: Record<string, string> = { anthropic: 'ANTHROPIC_API_KEY', openai: 'OPENAI_API_KEY' };

/** Variables of the keys that these models need. Whether a key is right only its provider knows. */
function keyFindings(models: PlannedModel[]): Finding[] {
  const variables = new Set(
    models.flatMap(({ endpoint }) => endpoint.apiKeyVariable ?? (endpoint.baseUrl ? [] : (usual[endpoint.provider] ?? []))),
  );
  return [...variables].map((variable) => {
    const set = keyIsSet(variable);
    if (set) return pass(`key ${variable}`, `set ${set}`);
    return fail(
      `key ${variable}`,
      'not set where the generation worker runs',
      `export ${variable}=… && npx specgen down && npx specgen up`,
    );
  });
}

/** Where a key is set; only that it is, never what it is. The generation worker of a running stack is who must have it. */
function keyIsSet(variable: string): string | null {
  const worker = runningStack()?.processes.find(({ name }) => name === 'generation');
  if (!worker) return process.env[variable]?.trim() ? 'in this environment' : null;
  const environment = readFileSync(`/proc/${worker.pid}/environ`, 'utf8').split('\0');
  return environment.some((line) => line.startsWith(`${variable}=`) && line.length > variable.length + 1)
    ? 'for the generation worker'
    : null;
}

/** What takes memory from every model until somebody ends it. */
const orphans = (): Finding[] =>
  orphanedRunners().map(({ pid, memoryMiB }) =>
    warning('ollama runners', `a runner without its server holds ${memoryMiB} MiB`, `kill ${pid}`),
  );
