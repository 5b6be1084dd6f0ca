import { z } from 'zod';

const names = z.array(z.string());

const frame = z.strictObject({
  code: z.number(),
  ran: names,
  failed: names,
  panicked: names,
  skipped: names,
  reason: z.string(),
  observed: z.record(z.string(), z.string()),
});

/** What a test program reports at its end (its format: `grading/go/guard`). */
export type ResultFrame = z.infer<typeof frame>;

const longest = 64 << 10;

/** Reads a report, which counts only when it begins with this run's nonce and is whole. */
export function readFrame(text: string, nonce: string): ResultFrame | undefined {
  const head = `\0${nonce}`;
  if (!text.startsWith(head) || text.length > longest) return undefined;
  try {
    return frame.safeParse(JSON.parse(text.slice(head.length))).data;
  } catch {
    return undefined;
  }
}
