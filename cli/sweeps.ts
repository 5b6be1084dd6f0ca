import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Client, WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { didYouMean } from '../core/near-miss.ts';
import { orchestrationQueue } from '../core/queues.ts';
import type { SweepFile } from '../core/sweep-input.ts';
import { mustNameASweep } from '../core/sweep-name.ts';
import { stateFolder } from '../grading/state-folder.ts';
import { openStore } from '../storage/places.ts';
import { readStack } from '../storage/stack-state.ts';
import { reportKey } from '../storage/trials/keys.ts';
import { serverIsNamed } from '../workers/temporal-server.ts';
import { withClient } from './client.ts';
import { exit, UserError } from './exit.ts';
import { follow, Interrupted, type SweepOutcome } from './follow/follow.ts';
import { liveProgress } from './follow/live-progress.ts';
import { runningStack } from './stack.ts';
import { interruption } from './terminal/interruption.ts';
import { shownPlace } from './terminal/place.ts';
import { progressText } from './terminal/progress-text.ts';

/** A sweep file's content; what it says is checked by the workflow, as for every other way of starting one. */
export async function readSweepFile(file: string): Promise<SweepFile> {
  const text = await readFile(file, 'utf8').catch(async () => {
    const folder = path.dirname(file);
    const beside = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).map((name) => path.join(folder, name));
    throw new UserError(`no sweep file at ${file}; ready ones are in sweeps/${didYouMean(file, beside)}`);
  });
  try {
    const input = JSON.parse(text) as SweepFile;
    // a path in a file is meant from the file
    return typeof input.specs === 'string' ? { ...input, specs: path.resolve(path.dirname(file), input.specs) } : input;
  } catch (error) {
    throw new UserError(`${file} is not JSON: ${(error as Error).message}`);
  }
}

/** Names a sweep by its file, or by the time: sweep names are folder names too. */
export function sweepName(wanted: string | undefined, fallback: string): string {
  const name = wanted ?? fallback;
  mustNameASweep(name);
  return name;
}

export const timeName = (prefix: string): string =>
  `${prefix}-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`;

/** Filtered to the sweep; null where the server is not ours and so its Web UI's place unknown. */
export function webUiLink(sweep: string): string | null {
  const base = readStack(stateFolder())?.webUi;
  const query = encodeURIComponent(`\`SpecgenSweep\`="${sweep}"`);
  return base ? `${base}/namespaces/${process.env.TEMPORAL_NAMESPACE ?? 'default'}/workflows?query=${query}` : null;
}

export const startSweep = (client: Client, name: string, input: SweepFile): Promise<unknown> =>
  client.workflow.start('sweep', {
    taskQueue: orchestrationQueue,
    workflowId: name,
    args: [input],
    staticSummary: `sweep ${name}`,
    staticDetails: `models: ${JSON.stringify(input.models)}, levels: ${JSON.stringify(input.levels ?? 'all')}`,
  });

/** Whether its workflow runs on the server of the stack that is up here; without one nothing does. */
export async function isRunning(sweep: string): Promise<boolean> {
  if (!runningStack() && !serverIsNamed()) return false;
  return await withClient(async (client) => {
    const found = await client.workflow
      .getHandle(sweep)
      .describe()
      .catch((error: unknown) => {
        if (error instanceof WorkflowNotFoundError) return null;
        throw error;
      });
    return found?.status.name === 'RUNNING';
  });
}

/** What `sweep --json` and `run --json` print; the outcome is null as long as there is none. */
export interface StartedSweep {
  sweep: string;
  state: 'running' | 'done' | 'cancelled';
  webUi: string | null;
  outcome: Pick<SweepOutcome, 'leaderboard' | 'notScored' | 'report'> | null;
}

const codeOf = ({ notScored }: SweepOutcome): number => (notScored > 0 ? exit.notScored : exit.graded);

/** Follows a sweep to its end and prints its leaderboard. Returns the exit code. */
export async function followToTheEnd(client: Client, name: string): Promise<number> {
  try {
    const outcome = await follow(client, name);
    await printOutcome(client, name, outcome.report);
    return codeOf(outcome);
  } catch (error) {
    if (error instanceof WorkflowFailedError && isCancellation(error)) return await printCancelled(client, name);
    if (!(error instanceof Interrupted)) throw error;
    process.stdout.write(`\n${goesOn(name)}`);
    return exit.interrupted;
  }
}

const goesOn = (name: string): string => `no longer following; the sweep goes on. Follow it again with: specgen status ${name} --follow\n`;

/** The same for programs: waits in silence, and prints the outcome as JSON. */
export async function awaitAsJson(client: Client, name: string): Promise<number> {
  const { asked, release } = interruption();
  const result = client.workflow.getHandle(name).result() as Promise<SweepOutcome>;
  try {
    const outcome = await Promise.race([result, asked.then(() => null)]);
    printJson({ ...started(name), ...(outcome && { state: 'done', outcome: withoutName(outcome) }) });
    if (outcome === null) process.stderr.write(goesOn(name));
    return outcome ? codeOf(outcome) : exit.interrupted;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError && isCancellation(error))) throw error;
    printJson({ ...started(name), state: 'cancelled' });
    return exit.interrupted;
  } finally {
    release();
  }
}

const withoutName = ({ leaderboard, notScored, report }: SweepOutcome) => ({ leaderboard, notScored, report });

/** A sweep that was started and is not followed. */
export const started = (sweep: string): StartedSweep => ({ sweep, state: 'running', webUi: webUiLink(sweep), outcome: null });

export const printJson = (value: StartedSweep): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

const isCancellation = (error: WorkflowFailedError): boolean => error.cause instanceof CancelledFailure;

/** What was scored before a sweep was cancelled stays, with its report. */
async function printCancelled(client: Client, name: string): Promise<number> {
  await printOutcome(client, name, (await openStore()).placeOf(`${reportKey(name)}/REPORT.md`));
  process.stdout.write('the sweep was cancelled\n');
  return exit.interrupted;
}

async function printOutcome(client: Client, name: string, report: string): Promise<void> {
  const progress = await liveProgress(client, name);
  const link = webUiLink(name);
  const lines = ['', progress ? progressText(progress) : '', '', `report  ${shownPlace(report)}`];
  process.stdout.write(`${[...lines, ...(link ? [`Web UI  ${link}`] : [])].join('\n')}\n`);
}
