import { patientFetch } from '../connection/patient-fetch.ts';

/**
 * `fetch` for the Ollama client, bound to a signal, because the client has none before the headers come. It also mends
 * two habits of the client: it skips a line that it cannot read, and so loses text without an error, and it prints to
 * the console when an error is not JSON.
 */
export function ollamaFetch(signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    const signals = init?.signal ? [init.signal, signal] : [signal];
    const response = await patientFetch(input, { ...init, signal: AbortSignal.any(signals) });
    if (!response.ok) return asJson(response);
    const { body } = response;
    return isJson(response) || !body ? response : new Response(body.pipeThrough(wholeLines()), response);
  };
}

const isJson = ({ headers }: Response): boolean => headers.get('content-type')?.includes('application/json') ?? false;

async function asJson(response: Response): Promise<Response> {
  if (isJson(response)) return response;
  const error = (await response.text()).trim() || response.statusText;
  return Response.json({ error }, { status: response.status });
}

/** Passes bytes on line by line and fails at the first line that is not JSON, the last one included. */
function wholeLines(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  return new TransformStream({
    transform(bytes, controller) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) controller.enqueue(encoder.encode(checked(line)));
    },
    flush(controller) {
      if (rest) controller.enqueue(encoder.encode(checked(rest)));
    },
  });
}

function checked(line: string): string {
  JSON.parse(line);
  return `${line}\n`;
}
