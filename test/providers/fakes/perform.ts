import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Dialect, Facts } from './dialect.ts';
import type { SeenRequest } from './fake-server.ts';
import { pieces, type Scenario, usualText } from './scenario.ts';

interface Stage {
  dialect: Dialect;
  seen: SeenRequest;
  response: ServerResponse;
  /** Counts requests, for ids that differ. */
  number: number;
}

type Answer = Extract<Scenario, { do: 'answer' }>;

/** Plays one scenario to its end. */
export async function perform(scenario: Scenario, stage: Stage): Promise<void> {
  const { dialect, response } = stage;
  switch (scenario.do) {
    case 'answer':
      return answer(scenario, stage);
    case 'refuse':
      return refuse(scenario, stage);
    case 'say':
      response.writeHead(scenario.status ?? 200, { 'content-type': scenario.contentType }).end(scenario.body);
      return;
    case 'stall-before-headers':
      return;
    case 'stall':
      return begin(scenario.after, stage);
    case 'end-early':
      await begin(scenario.after, stage);
      response.end();
      return;
    case 'break':
      await begin(scenario.after, stage);
      response.destroy();
      return;
    case 'fail-within':
      await begin(scenario.after, stage);
      response.end(dialect.errorWithin(scenario.error));
  }
}

function refuse({ status, error, headers }: Extract<Scenario, { do: 'refuse' }>, { dialect, response }: Stage): void {
  response.writeHead(status, { 'content-type': 'application/json', ...requestId(dialect, 'refused'), ...headers });
  response.end(JSON.stringify(dialect.errorBody(error)));
}

const requestId = ({ requestIdHeader }: Dialect, id: string) => (requestIdHeader ? { [requestIdHeader]: `req_${id}` } : {});

function factsOf({ seen, number }: Stage, text: string, stop: Facts['stop']): Facts {
  const inputTokens = textsOf(seen.body).reduce((sum, read) => sum + pieces(read).length, 8);
  const model = String(seen.body.model);
  return {
    model,
    id: String(number),
    stop,
    inputTokens,
    outputTokens: pieces(text).length,
    sequence: 0,
    background: seen.body.background === true,
  };
}

/** The texts that a model reads: of messages, or the one input. */
function textsOf({ messages, input }: Record<string, unknown>): string[] {
  return Array.isArray(messages) ? messages.map((message) => String(message.content)) : [String(input)];
}

/** Headers and the first pieces of the usual text, handed to the network before it returns. */
async function begin(after: number, stage: Stage): Promise<void> {
  const facts = factsOf(stage, usualText, 'complete');
  await open(facts, stage);
  for (const piece of pieces(usualText).slice(0, after)) await sent(stage.response, stage.dialect.text(piece, facts));
}

async function open(facts: Facts, { dialect, response }: Stage): Promise<void> {
  response.writeHead(200, { 'content-type': dialect.contentType, ...requestId(dialect, facts.id) });
  response.flushHeaders();
  await sent(response, dialect.opening(facts));
}

async function answer(scenario: Answer, stage: Stage): Promise<void> {
  const { text = usualText, reasoning = '', firstTokenMs, betweenTokensMs } = scenario;
  const { dialect, response } = stage;
  const remaining = pieces(text.slice(prefilled(stage).length));
  const written = remaining.slice(0, tokenLimit(stage));
  const stop = written.length < remaining.length ? 'truncated' : (scenario.stop ?? 'complete');
  const facts = factsOf(stage, written.join(''), stop);
  if (firstTokenMs) await pause(firstTokenMs);
  await open(facts, stage);
  const thoughts = pieces(reasoning).map((piece) => dialect.reasoning(piece, facts));
  for (const part of [...thoughts, ...written.map((piece) => dialect.text(piece, facts))]) {
    if (response.destroyed) return;
    if (betweenTokensMs) await pause(betweenTokensMs);
    await sent(response, part);
    stage.seen.sent += 1;
  }
  response.end(dialect.closing(facts, text));
}

/** Ollama's limit, which is the one that asks for a single token. */
function tokenLimit({ seen }: Stage): number {
  return (seen.body.options as { num_predict?: number } | undefined)?.num_predict ?? Number.POSITIVE_INFINITY;
}

/** The beginning of an answer that the request asks to go on from. */
function prefilled({ seen }: Stage): string {
  const last = Array.isArray(seen.body.messages) ? seen.body.messages.at(-1) : null;
  return last?.role === 'assistant' ? String(last.content) : '';
}

function sent(response: ServerResponse, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    response.write(bytes, () => resolve());
  });
}
