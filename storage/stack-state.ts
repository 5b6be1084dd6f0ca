import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { writeJson } from './files/atomic.ts';

/** One process of the local stack. `started` is its start time in clock ticks, which tells it from a later one of the same number. */
const processFormat = z.object({ name: z.string(), pid: z.number(), started: z.string(), state: z.enum(['starting', 'ready']) });

const stackFormat = z.object({
  supervisor: z.object({ pid: z.number(), started: z.string() }),
  address: z.string(),
  /** Null where the server is not ours. */
  webUi: z.string().nullable(),
  processes: z.array(processFormat),
  /** What made the start fail, for the program that waits for it. */
  problem: z.string().nullable(),
});

export type StackState = z.infer<typeof stackFormat>;
export type StackProcess = z.infer<typeof processFormat>;

const file = (home: string): string => path.join(home, 'run', 'stack.json');

/** State of the stack that was started last, null if there is none; the processes may be gone by now. */
export function readStack(home: string): StackState | null {
  try {
    return stackFormat.parse(JSON.parse(readFileSync(file(home), 'utf8')));
  } catch {
    return null;
  }
}

export const writeStack = (home: string, state: StackState): Promise<void> => writeJson(file(home), state);

export const removeStack = (home: string): Promise<void> => rm(file(home), { force: true });
