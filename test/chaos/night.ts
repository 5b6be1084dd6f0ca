import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome } from '../e2e/stack.ts';

/** Where somebody sits who gives commands, and where results lie. */
export interface Desk {
  readonly home: string;
  /** The store of results as a folder: objects of a bucket are files there. */
  readonly output: string;
  specgen(...args: string[]): Promise<Outcome>;
  temporal(...args: string[]): Promise<Outcome>;
}

/** Greedy responses can be gone on with, others are begun anew: storms of both kinds. */
export type Kind = 'greedy' | 'sampled';

const price = { input: 3, output: 15 };

/** A sweep over four providers that speak their own protocols. */
function sweepFile({ home }: Desk, at: string, kind: Kind): string {
  const key = { apiKeyVariable: 'STORM_KEY' };
  const endpoints = {
    claude: { provider: 'anthropic', baseUrl: at, ...key },
    gpt: { provider: 'openai', baseUrl: `${at}/v1`, ...key },
    vllm: { provider: 'openai-compatible', baseUrl: `${at}/v1` },
    local: { provider: 'ollama', baseUrl: at },
  };
  const models = ['claude:fake-model', 'gpt:fake-model', 'vllm:fake-model', 'local:fake-model', 'builtin:unchanged'];
  const prices = { 'claude:fake-model': price, 'gpt:fake-model': price };
  const how = kind === 'greedy' ? { samples: 1, sampling: { temperature: 0 } } : { samples: 2 };
  const file = path.join(home, 'night.json');
  const input = { models, endpoints, prices, maxCostUsd: 1000, levels: '1-2', concurrency: 2, stall: { nextTokenSeconds: 10 }, ...how };
  writeFileSync(file, JSON.stringify(input));
  return file;
}

/** Starts the sweep "night" over the provider at a URL. */
export async function begin(desk: Desk, url: string, kind: Kind): Promise<void> {
  const start = ['workflow', 'start', '--type', 'sweep', '-t', 'specgen', '-w', 'night', '--input-file', sweepFile(desk, url, kind)];
  const { exitCode, stderr } = await desk.temporal(...start);
  if (exitCode !== 0) throw new Error(stderr);
}

/** A sweep that cannot even begin its folder ends at once and says why: what strikes it comes later. */
export const hasBegun = ({ output }: Desk): boolean => existsSync(path.join(output, 'night', 'sweep.json'));

/** Has it ended, in whichever way? */
export async function isOver(desk: Desk): Promise<boolean> {
  const { stdout } = await desk.temporal('workflow', 'describe', '-w', 'night', '-o', 'json');
  return /"status": "(WORKFLOW_EXECUTION_STATUS_)?(COMPLETED|FAILED|TERMINATED|CANCELED)"/i.test(stdout);
}

/** Waits for the end, as a person would who resumes what has paused. */
export async function untilOver(desk: Desk): Promise<void> {
  while (!(await isOver(desk))) {
    const { stdout } = await desk.specgen('status', 'night');
    if (/ paused: /.test(stdout)) await desk.specgen('resume', 'night');
    await pause(500);
  }
  const { exitCode, stdout, stderr } = await desk.temporal('workflow', 'result', '-w', 'night');
  if (exitCode !== 0) throw new Error(`the sweep failed: ${stdout}${stderr}`);
}

export const results = ({ output }: Desk): string => readFileSync(path.join(output, 'night', 'report', 'results.json'), 'utf8');

const unfinished = ['**/.*.tmp', 'responses/*/attempt-*', 'responses/*/claim-*', '.streams/**/*.jsonl/*'];

/** Files that only a process in the middle of its work has. */
export const leftovers = ({ output }: Desk): string[] => globSync(unfinished, { cwd: output });
