import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LedgerEntry } from '../../core/ledger.ts';
import type { ResponseMetadata } from '../../core/response.ts';
import type { TestStack } from '../e2e/stack.ts';
import { pieces } from '../providers/fakes/scenario.ts';
import { type Heard, questionKey } from './book.ts';
import { leftovers, results } from './night.ts';
import { processesWith } from './processes.ts';

/** What a storm has cost, and what it broke. */
export interface Findings {
  problems: string[];
  responses: number;
  requests: number;
  /** Pieces that were sent beyond those of the responses. */
  sentTwice: number;
  /** Pieces of all responses. */
  needed: number;
  continued: number;
}

interface Stored {
  metadata: ResponseMetadata;
  text: string;
}

const stored = (stack: TestStack): Stored[] =>
  globSync('night/*/*/*/metadata.json', { cwd: stack.output })
    .filter((file) => !file.includes('builtin'))
    .map((file) => path.join(stack.output, file))
    .map((file) => ({
      metadata: JSON.parse(readFileSync(file, 'utf8')) as ResponseMetadata,
      text: readFileSync(path.join(path.dirname(file), 'response.md'), 'utf8'),
    }));

const paths: Record<string, { path: string; seeded: boolean }> = {
  claude: { path: '/v1/messages', seeded: false },
  gpt: { path: '/v1/responses', seeded: false },
  vllm: { path: '/v1/chat/completions', seeded: true },
  local: { path: '/api/chat', seeded: true },
};

function keyOf({ model, promptHash, sampling }: ResponseMetadata): string {
  const { path: asked, seeded } = paths[model.split(':')[0] ?? '']!;
  return questionKey(asked, promptHash, seeded ? (sampling.seed ?? 0) : 0);
}

/** When the last byte of a response was on the disk. */
const durableAt = ({ timing }: ResponseMetadata): number => Date.parse(timing.startedAt) + timing.totalMs;

/** Clocks are read in two processes of one machine. */
const clockMs = 5;

/** A request for a question whose responses were all durable asks for what is there. */
function askedAgain(heard: Heard[], responses: ResponseMetadata[]): string[] {
  const byQuestion = Map.groupBy(responses, keyOf);
  return heard.flatMap(({ question, begunMs }) => {
    const durable = (byQuestion.get(question) ?? []).map(durableAt);
    return durable.length > 0 && begunMs <= Math.max(...durable) + clockMs ? [] : [`asked again: ${question}`];
  });
}

/** Each paid response has one request that brought it, and no request that nobody knows the end of but by a kill. */
function ledgerProblems(stack: TestStack): string[] {
  return globSync('night/{claude,gpt}*/*/*/ledger.json', { cwd: stack.output }).flatMap((file) => {
    const entries = JSON.parse(readFileSync(path.join(stack.output, file), 'utf8')) as LedgerEntry[];
    const complete = entries.filter(({ outcome }) => outcome?.ended === 'complete');
    return complete.length === 1 ? [] : [`${file}: ${complete.length} of ${entries.length} requests are complete, expected 1`];
  });
}

/** Compares a sweep that has gone through a storm with the undisturbed one and with the provider's book. */
export function audit(stack: TestStack, undisturbed: string, heard: Heard[]): Findings {
  const all = stored(stack);
  const responses = all.map(({ metadata }) => metadata);
  const needed = all.reduce((sum, { text }) => sum + pieces(text).length, 0);
  const problems = [
    ...(results(stack) === undisturbed ? [] : ['results.json differs from the undisturbed one']),
    ...askedAgain(heard, responses),
    ...ledgerProblems(stack),
    ...leftovers(stack).map((file) => `left over: ${file}`),
  ];
  return {
    problems,
    responses: responses.length,
    requests: heard.length,
    needed,
    sentTwice: heard.reduce((sum, { sent }) => sum + sent, 0) - needed,
    continued: responses.flatMap(({ attempts }) => attempts).filter(({ continuedAtByte }) => continuedAtByte !== undefined).length,
  };
}

/** After `down` nothing of the stack may live. */
export const orphans = (stack: TestStack): string[] => processesWith(`SPECGEN_HOME=${stack.home}`).map((pid) => `process ${pid} lives on`);
