import { z } from 'zod';
import type { StreamEnd, StreamPart } from '../../core/stream.ts';

const natural = z.number().int().nonnegative().optional();
const count = z.number().nullable();

const part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), tokens: natural, sequence: natural }),
  z.object({ type: z.literal('reasoning'), text: z.string(), tokens: natural, sequence: natural }),
  z.object({ type: z.literal('request'), requestId: z.string() }),
]);

const end = z.object({
  stopReason: z.enum(['complete', 'truncated', 'refused', 'looping']),
  rawStopReason: z.string(),
  usage: z.object({ inputTokens: count, outputTokens: count, reasoningTokens: count }),
  rawUsage: z.unknown(),
  resolvedModel: z.string().optional(),
  unsupported: z.record(z.string(), z.string()),
});

/** Lines of an attempt's journal besides the parts of the stream: what was begun when, and how it went. */
const line = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    startedAt: z.iso.datetime(),
    kept: z.number().int().positive().optional(),
    restarted: z.string().optional(),
    paid: natural,
    /** What the request is for, to people who watch: `sweep/model/level/sample`. */
    trial: z.string().optional(),
  }),
  ...part.options,
  z.object({ type: z.literal('first-token'), afterMs: z.number() }),
  z.object({ type: z.literal('end'), endedAt: z.iso.datetime(), end }),
  z.object({ type: z.literal('failed'), endedAt: z.iso.datetime(), reason: z.string() }),
]);

export type JournalLine =
  | {
      type: 'start';
      startedAt: string;
      kept?: number | undefined;
      restarted?: string | undefined;
      paid?: number | undefined;
      trial?: string | undefined;
    }
  | StreamPart
  | { type: 'first-token'; afterMs: number }
  | { type: 'end'; endedAt: string; end: StreamEnd }
  | { type: 'failed'; endedAt: string; reason: string };

/** Reads lines up to the first that is none: what follows a tear in a journal is not to be trusted. */
export function readJournal(lines: readonly string[]): JournalLine[] {
  const read: JournalLine[] = [];
  for (const text of lines) {
    const parsed = line.safeParse(jsonOrNull(text));
    if (!parsed.success) break;
    read.push(parsed.data as JournalLine);
  }
  return read;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
