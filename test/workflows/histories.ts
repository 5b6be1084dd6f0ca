import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelSweepStart } from '../../workflows/model-sweep-start.ts';

const folder = path.join(import.meta.dirname, '..', 'histories');

interface Started {
  workflowId: string;
  workflowType: { name: string };
  input: { payloads: { data: string }[] };
}

export interface History {
  events: {
    eventType: string;
    workflowExecutionStartedEventAttributes?: Started;
    activityTaskScheduledEventAttributes?: { activityType: { name: string } };
  }[];
}

/** Recorded histories as `release/name`, of every release. */
export const recorded: string[] = globSync('*/*.json', { cwd: folder }).map((file) => file.replace(/\.json$/, ''));

export const readHistory = (name: string): History => JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));

export function startedOf({ events }: History): Started {
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  if (!started) throw new Error('a history begins with the start of its workflow');
  return started;
}

/** What a run of `modelSweep` was started with. */
export const modelStartOf = (history: History): ModelSweepStart =>
  JSON.parse(Buffer.from(startedOf(history).input.payloads[0]?.data ?? '', 'base64').toString());
