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
  const prompt = JSON.stringify(seen.body.messages ?? seen.body.input ?? '');
  const model = String(seen.body.model);
  return { model, id: String(number), stop, inputTokens: pieces(prompt).length, outputTokens: pieces(text).length };
}

/** Headers and the first pieces of the usual text, handed to the network before it returns. */
async function begin(after: number, stage: Stage): Promise<void> {
  const facts = factsOf(stage, usualText, 'complete');
  open(facts, stage);
  for (const piece of pieces(usualText).slice(0, after)) await sent(stage.response, stage.dialect.text(piece, facts));
}

function open(facts: Facts, { dialect, response }: Stage): void {
  response.writeHead(200, { 'content-type': dialect.contentType, ...requestId(dialect, facts.id) });
  response.flushHeaders();
  response.write(dialect.opening(facts));
}

async function answer({ text = usualText, reasoning = '', stop = 'complete', firstTokenMs, betweenTokensMs }: Answer, stage: Stage) {
  const { dialect, response } = stage;
  const facts = factsOf(stage, text, stop);
  const rest = text.slice(prefilled(stage).length);
  if (firstTokenMs) await pause(firstTokenMs);
  open(facts, stage);
  const parts = [
    ...pieces(reasoning).map((piece) => dialect.reasoning(piece, facts)),
    ...pieces(rest).map((piece) => dialect.text(piece, facts)),
  ];
  for (const part of parts) {
    if (response.destroyed) return;
    if (betweenTokensMs) await pause(betweenTokensMs);
    await sent(response, part);
  }
  response.end(dialect.closing(facts, text));
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
