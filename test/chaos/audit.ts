import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { LedgerEntry } from '../../core/ledger.ts';
import type { ResponseMetadata } from '../../core/response.ts';
import { pieces } from '../providers/fakes/scenario.ts';
import { type Heard, questionKey } from './book.ts';
import { type Desk, leftovers, results } from './night.ts';
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

const stored = (desk: Desk): Stored[] =>
  globSync('night/*/*/*/metadata.json', { cwd: desk.output })
    .filter((file) => !file.includes('builtin'))
    .map((file) => path.join(desk.output, file))
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

/** When each response was in the store, by the clock of the machine that holds it. */
function durable({ output }: Desk): { question: string; at: number }[] {
  const files = globSync(['responses/*/finished/metadata.json', 'responses/*/finished.json'], { cwd: output });
  return files.flatMap((file) => {
    const at = path.join(output, file);
    const found = JSON.parse(readFileSync(at, 'utf8')) as ResponseMetadata | { 'metadata.json': string };
    const metadata = 'metadata.json' in found ? (JSON.parse(found['metadata.json']) as ResponseMetadata) : found;
    return metadata.model.startsWith('builtin:') ? [] : [{ question: keyOf(metadata), at: statSync(at).mtimeMs }];
  });
}

/** The kernel stamps files with a clock that it reads now and then. */
const clockMs = 5;

/** A request for a question whose responses were all durable asks for what is there. */
function askedAgain(heard: Heard[], desk: Desk): string[] {
  const byQuestion = Map.groupBy(durable(desk), ({ question }) => question);
  return heard.flatMap(({ question, begunMs }) => {
    const times = (byQuestion.get(question) ?? []).map(({ at }) => at);
    return times.length > 0 && begunMs <= Math.max(...times) + clockMs ? [] : [`asked again: ${question}`];
  });
}

/** Each paid response has one request that brought it, and no request that nobody knows the end of but by a kill. */
function ledgerProblems(desk: Desk): string[] {
  return globSync('night/{claude,gpt}*/*/*/ledger.json', { cwd: desk.output }).flatMap((file) => {
    const entries = JSON.parse(readFileSync(path.join(desk.output, file), 'utf8')) as LedgerEntry[];
    const complete = entries.filter(({ outcome }) => outcome?.ended === 'complete');
    return complete.length === 1 ? [] : [`${file}: ${complete.length} of ${entries.length} requests are complete, expected 1`];
  });
}

/** Compares a sweep that has gone through a storm with the undisturbed one and with the provider's book. */
export function audit(desk: Desk, undisturbed: string, heard: Heard[]): Findings {
  const all = stored(desk);
  const responses = all.map(({ metadata }) => metadata);
  const needed = all.reduce((sum, { text }) => sum + pieces(text).length, 0);
  const problems = [
    ...(results(desk) === undisturbed ? [] : ['results.json differs from the undisturbed one']),
    ...askedAgain(heard, desk),
    ...ledgerProblems(desk),
    ...leftovers(desk).map((file) => `left over: ${file}`),
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

/** After an orderly end nothing may live. */
export const orphans = ({ home }: Pick<Desk, 'home'>): string[] =>
  processesWith(`SPECGEN_HOME=${home}`).map((pid) => `process ${pid} lives on`);
