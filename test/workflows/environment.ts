import { Context } from '@temporalio/activity';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { ModelIdentity } from '../../core/response.ts';
import type { PlannedModel, SweepPlan } from '../../core/sweep-plan.ts';
import type { Generated, Permit, Scored, Trial } from '../../core/trial.ts';
import { workflowBundle } from '../../workers/bundle.ts';
import { attributes } from '../../workflows/search-attributes.ts';
import { handling } from '../sweep/handling.ts';

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } });

/** What the workflows do to the world, played by a test. */
export interface World {
  plan: (sweep: string) => SweepPlan;
  generate?: (trial: Trial, permit: Permit) => Promise<Generated>;
  unload?: (model: PlannedModel) => Promise<void>;
  /** By earlier runs, by model and `level/sample`. */
  spent?: Record<string, Record<string, number>>;
  score?: (trial: Trial) => Promise<Scored>;
  /** May wait or throw before a model counts as ready at a host, and tell of its identity there. */
  prepare?: (model: string, host?: string) => Promise<unknown>;
  report?: (sweep: string) => Promise<string>;
}

export const levelsOf = (...numbers: number[]): SweepPlan['levels'] =>
  numbers.map((number) => ({ number, name: `${String(number).padStart(2, '0')}-level`, hash: '', points: 5, promptBytes: 744 }));

export const modelOf = (name: string, more: Partial<PlannedModel> = {}): PlannedModel => ({
  id: `builtin:${name}`,
  name,
  endpoint: { name: 'builtin', provider: 'builtin' },
  queue: 'specgen-generate-builtin',
  lane: `builtin:${name}`,
  concurrency: 4,
  price: null,
  ...more,
});

export const planOf = (sweep: string, models: PlannedModel[], more: Partial<SweepPlan> = {}): SweepPlan => ({
  sweep,
  models,
  levels: levelsOf(1, 2),
  samples: 2,
  sampling: { temperature: 0.8, seed: 0, maxTokens: 1, contextTokens: 512, threads: null },
  qualify: null,
  handling,
  limits: { sweepUsd: null, modelUsd: null },
  specs: null,
  ...more,
});

const response: Generated = {
  responseHash: 'h',
  bytes: 1,
  outputTokens: 10,
  generationMs: 100,
  stopReason: 'complete',
  reused: false,
  costUsd: 0,
};

/** As the real one it tells the server that it lives, and so hears of a cancellation. */
async function heeding<T>(work: Promise<T> | T): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 100);
  try {
    return await Promise.race([work, context.cancelled]);
  } finally {
    clearInterval(beat);
  }
}

const heartbeats = { maxHeartbeatThrottleInterval: '100ms', defaultHeartbeatThrottleInterval: '100ms' } as const;

function activitiesOf(world: World) {
  return {
    plan: async (_input: unknown, sweep: string) => world.plan(sweep),
    planModel: async (_sweep: string, id: string) => modelOf(id.replace('builtin:', '')),
    begin: async () => world.spent ?? {},
    addModels: async () => undefined,
    prepare: async ({ model }: { model: PlannedModel }) => {
      return { provider: 'builtin', model: 'm', ...((await world.prepare?.(model.id, model.endpoint.host)) as Partial<ModelIdentity>) };
    },
    generate: (trial: Trial, permit: Permit) => heeding(world.generate?.(trial, permit) ?? response),
    unload: world.unload ?? (async () => undefined),
    extract: async () => undefined,
    compile: async () => undefined,
    test: async () => undefined,
    patternCheck: async () => undefined,
    score: world.score ?? (async () => ({ points: 5, earned: 4 })),
    report: world.report ?? (async (sweep: string) => `output/${sweep}/report/REPORT.md`),
  };
}

export const answered = response;

/**
 * A real server and workers for every queue; the activities are the test's. `historyEvents`: when the server suggests
 * that a workflow continues as new.
 */
export async function openEnvironment({ historyEvents }: { historyEvents?: number } = {}) {
  const executable = { type: 'existing-path' as const, path: process.env.TEMPORAL_CLI ?? 'temporal' };
  const suggesting = historyEvents ? ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${historyEvents}`] : [];
  const server = {
    executable,
    searchAttributes: Object.values(attributes),
    extraArgs: ['--headless', '--log-level', 'error', ...suggesting],
  };
  const environment = await TestWorkflowEnvironment.createLocal({ server });
  const bundle = await workflowBundle();
  return {
    client: environment.client,
    address: environment.address,
    /** Runs `use` while workers answer with `world`. */
    async with<T>(world: World, use: () => Promise<T>): Promise<T> {
      const activities = activitiesOf(world);
      const connection = environment.nativeConnection;
      const queues = [
        'specgen',
        'specgen-generation',
        'specgen-generate-builtin',
        'specgen-generate-a',
        'specgen-generate-b',
        'specgen-grade',
      ];
      const workers = await Promise.all(
        queues.map((taskQueue) =>
          Worker.create({ ...heartbeats, connection, taskQueue, activities, ...(taskQueue === 'specgen' && { workflowBundle: bundle }) }),
        ),
      );
      const running = workers.map((worker) => worker.run());
      try {
        return await use();
      } finally {
        for (const worker of workers) worker.shutdown();
        await Promise.all(running);
      }
    },
    close: () => environment.teardown(),
  };
}
