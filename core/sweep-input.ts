import { z } from 'zod';
import { didYouMean } from './near-miss.ts';
import { SweepInputError } from './sweep-input-error.ts';
import { withoutEditorSchema } from './without-editor-schema.ts';

/** The format of a sweep file, documented for users in `sweeps/README.md`. */

const endpoint = z.strictObject({
  provider: z.enum(['anthropic', 'openai', 'openai-compatible', 'ollama']),
  baseUrl: z.url().optional(),
  /** Environment variable of the generation worker that holds the key. */
  apiKeyVariable: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, 'expected the name of an environment variable, e.g. "VLLM_API_KEY"; a key itself never belongs here')
    .optional(),
  /** OpenAI alone: responses run in the background and can be picked up again after a cut; OpenAI keeps them for 30 days. */
  background: z.boolean().optional(),
});

const sampling = z.strictObject({
  temperature: z.number().min(0).max(2).nullable().default(0.8),
  /** The seed of sample k is seed + k. */
  seed: z.number().int().nonnegative().default(0),
  maxTokens: z.number().int().min(1).default(8192),
  contextTokens: z.number().int().min(512).default(16384),
  threads: z.number().int().min(1).nullable().default(null),
});

/** How long a stream may be silent before it is ended and asked for again, in seconds. */
const stall = z.strictObject({
  /** Queueing, loading and prompt evaluation: many minutes on a slow CPU. */
  firstTokenSeconds: z.number().min(1).max(86_400).default(1_800),
  nextTokenSeconds: z.number().min(1).max(86_400).default(180),
});

/** US dollars for a million tokens. */
const price = z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() });

/** Level numbers: "1-7", "1,3,16", "all", or a list of numbers. */
const levels = z.union([z.string(), z.array(z.number().int().positive()).min(1)]);

const qualify = z.strictObject({
  levels,
  /** A model goes on to the other levels when it reaches this share of the points. */
  percent: z.number().min(0).max(100),
});

export const sweepInputFormat = z.strictObject({
  models: z.array(z.string().min(1)).min(1),
  /** Provider of names that have no known prefix. */
  provider: z.enum(['anthropic', 'openai', 'ollama', 'builtin']).default('ollama'),
  endpoints: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a lower-case name such as "gpu1"'), endpoint).default({}),
  /** Where Ollama's models may be asked: names of hosts whose workers answer them, or addresses. */
  hosts: z
    .array(
      z
        .string()
        .regex(/^(https?:\/\/\S+|[\w.-]+)$/, 'expected the name of a host such as "gpu-a", or an address such as "http://10.0.0.5:11434"'),
    )
    .min(1)
    .optional(),
  levels: levels.default('all'),
  samples: z.number().int().min(1).max(1000).default(5),
  sampling: sampling.prefault({}),
  qualify: qualify.optional(),
  /** Requests in flight for one model of an API or of builtin; an Ollama host always has one. */
  concurrency: z.number().int().min(1).max(64).default(4),
  /** What becomes of a response that was cut: gone on with where that is sure to give the same text, or begun anew. */
  onCut: z.enum(['continue', 'restart']).default('continue'),
  stall: stall.prefault({}),
  /** Whether a response that another sweep has got for the same request counts here too. */
  reuse: z.boolean().default(true),
  /** By model, as in `models`; a model without a price has no cost. */
  prices: z.record(z.string(), price).default({}),
  /** Limits of what models with a price may cost: the whole sweep, and each model. */
  maxCostUsd: z.number().positive().optional(),
  maxModelCostUsd: z.number().positive().optional(),
  /** Folder of levels instead of specgen's own. */
  specs: z.string().optional(),
});

/** A sweep file with its defaults filled in. */
export type SweepInput = z.infer<typeof sweepInputFormat>;
/** A sweep file as a person writes it. */
export type SweepFile = z.input<typeof sweepInputFormat>;

/**
 * Fields that steer a sweep and change none of its numbers: a sweep may be gone on with under other ones.
 */
export const steeringFields: readonly string[] = ['concurrency', 'stall', 'onCut', 'prices', 'maxCostUsd', 'maxModelCostUsd'];

const described = (issue: z.core.$ZodIssue): string[] => {
  const path = issue.path.join('.') || 'input';
  if (issue.code === 'unrecognized_keys') {
    const known = knownFields(issue.path);
    return issue.keys.map(
      (key) => `unknown field "${[...issue.path, key].join('.')}" (known: ${known.join(', ')})${didYouMean(key, known)}`,
    );
  }
  return [`"${path}": ${issue.message}`];
};

const knownFields = (path: PropertyKey[]): string[] => {
  const shapes = { sampling: sampling.shape, qualify: qualify.shape, endpoints: endpoint.shape, stall: stall.shape, prices: price.shape };
  const place = String(path[0] ?? '');
  return Object.keys(place in shapes ? shapes[place as keyof typeof shapes] : sweepInputFormat.shape);
};

/** Every problem of the input at once, or the input with its defaults. */
export function readSweepInput(value: unknown): SweepInput {
  if (value === undefined) throw new SweepInputError(['no input was given; pass a sweep file with --input-file']);
  const parsed = sweepInputFormat.safeParse(withoutEditorSchema(value));
  if (!parsed.success) throw new SweepInputError(parsed.error.issues.flatMap(described));
  if (parsed.data.sampling.temperature === 0 && parsed.data.samples > 1) {
    throw new SweepInputError([
      `"samples": ${parsed.data.samples} at temperature 0, where a seeded provider writes the same text each time; use 1 sample or a temperature above 0`,
    ]);
  }
  return parsed.data;
}
