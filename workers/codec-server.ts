import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Payload, PayloadCodec } from '@temporalio/common';

/** A payload as protobuf's JSON has it: bytes in base64. */
interface JsonPayload {
  metadata?: Record<string, string>;
  data?: string;
}

const fromJson = ({ metadata = {}, data = '' }: JsonPayload): Payload => ({
  metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
  data: Buffer.from(data, 'base64'),
});

const base64 = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');

const toJson = ({ metadata, data }: Payload): JsonPayload => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
  data: base64(data),
});

async function answer(codec: PayloadCodec, request: IncomingMessage): Promise<[status: number, body: string]> {
  const verb = /^\/(encode|decode)$/.exec(request.url ?? '')?.[1] as 'encode' | 'decode' | undefined;
  if (!verb || request.method !== 'POST') return [404, 'expected POST /decode or /encode'];
  try {
    const { payloads = [] } = (await json(request)) as { payloads?: JsonPayload[] };
    const changed = await codec[verb](payloads.map(fromJson));
    return [200, JSON.stringify({ payloads: changed.map(toJson) })];
  } catch (error) {
    return [400, error instanceof Error ? error.message : String(error)];
  }
}

/**
 * Decrypts for Temporal's Web UI and CLI what histories hold (docs.temporal.io/production-deployment/data-encryption#codec-server-setup). Pages of
 * other origins than `webUi` are refused: it answers whoever reaches it, and a browser reaches it for any page.
 */
export function createCodecServer(codec: PayloadCodec, webUi: string): Server {
  const headers = {
    'access-control-allow-origin': webUi,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'content-type, x-namespace, authorization',
    'access-control-allow-credentials': 'true',
    vary: 'Origin',
  };
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { origin } = request.headers;
    if (origin !== undefined && origin !== webUi)
      return void response.writeHead(403).end(`pages of ${origin} may not ask; expected ${webUi}`);
    if (request.method === 'OPTIONS') return void response.writeHead(204, headers).end();
    const [status, body] = await answer(codec, request);
    response.writeHead(status, { ...headers, 'content-type': status === 200 ? 'application/json' : 'text/plain' }).end(body);
  };
  return createServer((request, response) => void reply(request, response));
}
