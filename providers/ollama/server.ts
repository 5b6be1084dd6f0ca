import { Ollama } from 'ollama';
import { shownAddress } from '../connection/address.ts';
import { connectionTrouble } from '../connection/trouble.ts';
import type { Complaint } from '../fault/complaint.ts';
import { type Circumstances, complaintError, connectionError } from '../fault/failure.ts';
import { judge } from '../fault/judge.ts';
import type { Endpoint } from '../provider.ts';
import { ollamaAddress } from './address.ts';
import { ollamaFetch } from './whole-lines.ts';

/** An Ollama server as one model's requests see it. */
export interface OllamaServer {
  client: Ollama;
  circumstances: Circumstances;
}

/** `signal` ends whatever the client is doing. */
export function ollamaServer(endpoint: Endpoint, model: string, signal: AbortSignal): OllamaServer {
  const host = ollamaAddress(endpoint);
  const asked = {
    endpoint: endpoint.name,
    model,
    address: shownAddress(host),
    keyVariable: null,
    modelCure: `Get it: ollama pull ${model}`,
    startCure: 'Start it: ollama serve; or set OLLAMA_HOST to where it runs',
  };
  return { client: new Ollama({ host, fetch: ollamaFetch(signal) }), circumstances: { asked, key: null, begun: false } };
}

/** The client's words for a stream that ended without `done`, be it a looping model or a cut. */
export const undone = 'Did not receive done or success response in stream.';

/**
 * The client's errors as complaints. An answer of status 400 or above has a class that is not exported; an error within
 * a stream is a plain `Error` with the server's words.
 */
export function ollamaComplaint(error: unknown): Complaint | null {
  if (!(error instanceof Error) || error.message === undone) return null;
  if (Object.getPrototypeOf(error) === Error.prototype && !connectionTrouble(error)) return { names: [], message: error.message };
  return 'status_code' in error && typeof error.status_code === 'number' ? answered(error.status_code, error.message) : null;
}

function answered(given: number, said: string): Complaint {
  // The server's router says this of an unknown path, which is a wrong address and not a missing model.
  const routeless = said === '404 page not found';
  const message = routeless ? `${said}: the address should be the server's root, without /v1 or /api` : said;
  return { status: routeless ? 400 : given, names: [], message };
}

/** Asks something small of the server; failures become `ProviderError`. */
export async function askOllama<T>({ circumstances }: OllamaServer, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    const complaint = ollamaComplaint(error);
    if (!complaint) throw connectionError(error, circumstances) ?? error;
    const fault = judge(complaint);
    throw fault.action === 'refuse' ? error : complaintError(complaint, fault, circumstances);
  }
}
