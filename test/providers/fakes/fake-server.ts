import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { anthropicDialect } from './anthropic-dialect.ts';
import { chatDialect } from './chat-dialect.ts';
import type { Dialect } from './dialect.ts';
import { type FakeModels, lookUp } from './look-ups.ts';
import { ollamaDialect } from './ollama-dialect.ts';
import { perform } from './perform.ts';
import { responsesDialect } from './responses-dialect.ts';
import { pieces, type Scenario, usualText } from './scenario.ts';

const dialects: Record<string, Dialect> = {
  'POST /v1/messages': anthropicDialect,
  'POST /v1/responses': responsesDialect,
  'POST /v1/chat/completions': chatDialect,
  'POST /api/chat': ollamaDialect,
};

/** A request for a response, as it came. */
export interface SeenRequest {
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
  /** What became of it; `open` while it runs, `left` when the client closed first. */
  state: 'open' | 'answered' | 'left';
  /** Pieces of the response that were sent so far. */
  sent: number;
}

/**
 * One server that speaks the four APIs as the real ones do. Each request for a response takes the next of
 * `scenarios`, and the usual answer once they are used up; look-ups of models are answered beside them. `heard` is told of
 * each change of a request's state.
 */
export interface FakeServer {
  /** `http://IP:PORT`, without a path. */
  url: string;
  requests: SeenRequest[];
  scenarios: Scenario[];
  models: FakeModels;
  /** Destroys every connection. */
  cut(): void;
  close(): Promise<void>;
}

/** `choose` decides on requests beyond `scenarios`; it sees the request's body. */
export async function startFakeServer(
  port = 0,
  choose: (body: Record<string, unknown>) => Scenario = () => ({ do: 'answer' }),
  heard: (seen: SeenRequest) => void = () => undefined,
  ip = '127.0.0.1',
): Promise<FakeServer> {
  const requests: SeenRequest[] = [];
  const scenarios: Scenario[] = [];
  const models: FakeModels = {
    names: ['fake-model'],
    template: '{{ range .Messages }}{{ .Content }}{{ end }}',
    modelfile: '',
    gpuBytes: 0,
  };
  /** Ids of responses that run in the background. */
  const background = new Set<string>();
  const server = createServer(async (request, response) => {
    const route = `${request.method} ${(request.url ?? '').split('?')[0]}`;
    const body = JSON.parse((await readAll(request)) || '{}');
    const dialect = dialects[route];
    const kept = keptResponse(request.method, request.url ?? '', background);
    if (kept) {
      note(request, response, body, { requests, heard });
      return continueKept(kept, response);
    }
    if (!dialect) return answerLookUp(response, lookUp(route, body, models));
    if (body._debug_render_only) return answerRendered(response, body);
    const seen = note(request, response, body, { requests, heard });
    const number = requests.length;
    if (body.background) background.add(`resp_${number}`);
    await perform(scenarios.shift() ?? choose(body), { dialect, seen, response, number });
  });
  await new Promise<void>((listening) => server.listen(port, ip, listening));
  const url = `http://${ip}:${(server.address() as AddressInfo).port}`;
  return { url, requests, scenarios, models, cut: () => server.closeAllConnections(), close: () => closed(server) };
}

interface Kept {
  id: string;
  /** Number of the last event that the client has. */
  after: number;
}

function keptResponse(method: string | undefined, url: string, background: Set<string>): Kept | null {
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const id = pathname.replace('/v1/responses/', '');
  return method === 'GET' && background.has(id) ? { id, after: Number(searchParams.get('starting_after') ?? -1) } : null;
}

/** The usual text as a background response that has gone on without its first stream. */
function continueKept({ id, after }: Kept, response: ServerResponse): void {
  const facts = {
    model: 'fake-model',
    id: id.replace('resp_', ''),
    stop: 'complete' as const,
    inputTokens: 8,
    outputTokens: 1,
    sequence: 0,
    background: true,
  };
  const texts = pieces(usualText).map((piece) => () => responsesDialect.text(piece, facts));
  const events = [() => responsesDialect.opening(facts), ...texts, () => responsesDialect.closing(facts, usualText)].map((each) => each());
  response.writeHead(200, { 'content-type': responsesDialect.contentType }).end(events.slice(after + 1).join(''));
}

interface Book {
  requests: SeenRequest[];
  heard: (seen: SeenRequest) => void;
}

function note(request: IncomingMessage, response: ServerResponse, body: Record<string, unknown>, { requests, heard }: Book): SeenRequest {
  const seen: SeenRequest = { path: request.url ?? '', headers: request.headers, body, state: 'open', sent: 0 };
  requests.push(seen);
  heard(seen);
  response.on('close', () => {
    seen.state = response.writableFinished ? 'answered' : 'left';
    heard(seen);
  });
  return seen;
}

function answerLookUp(response: ServerResponse, answer: { status: number; json: unknown } | null): void {
  if (answer === null) response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
  else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.json));
}

function answerRendered(response: ServerResponse, body: { messages: { content: string }[] }): void {
  const rendered_template = `<user>${body.messages.map(({ content }) => content).join('')}</user>`;
  const line = { message: { role: '', content: '' }, done: false, _debug_info: { rendered_template } };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(line));
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
