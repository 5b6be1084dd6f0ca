import type { ResponseQuestion } from '../../activities/responses/request.ts';
import type { StreamEnd, StreamPart } from '../../core/stream.ts';
import type { Provider } from '../../providers/provider.ts';
import { BucketStore } from '../../storage/bucket/bucket-store.ts';
import { bucketClient } from '../../storage/bucket/client.ts';
import { ResponseStore } from '../../storage/responses/response-store.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { handling } from '../sweep/handling.ts';
import { access, bucket } from './s3-server.ts';

const usage = { inputTokens: 1000, outputTokens: 100, reasoningTokens: null };
const end: StreamEnd = { stopReason: 'complete', rawStopReason: 'stop', usage, rawUsage: null, unsupported: {} };

/** A paid model that tells `pieces`, and counts how often it was asked; `between` happens before each piece. */
export function paidModel(pieces: readonly string[], between: (piece: number) => void | Promise<void> = () => undefined) {
  const asked = { times: 0 };
  async function* generate(): AsyncGenerator<StreamPart, StreamEnd> {
    asked.times += 1;
    yield { type: 'request', requestId: `req_${asked.times}` };
    for (const [index, text] of pieces.entries()) {
      await between(index);
      yield { type: 'text', text };
    }
    return end;
  }
  const provider: Provider = { identify: async () => ({ provider: 'openai', model: 'm' }), models: async () => null, generate };
  return { asked, question: questionOf(provider) };
}

function questionOf(provider: Provider): ResponseQuestion {
  const endpoint = { name: 'openai', provider: 'openai' as const };
  const model = { id: 'openai:m', name: 'm', endpoint, queue: '', lane: '', concurrency: 1, price: { input: 2, output: 10 } };
  const sampling = { temperature: 0.8, seed: 1, maxTokens: 1000, contextTokens: 512, threads: null };
  const level = { number: 1, name: '01-level', hash: '', points: 5, promptBytes: 6 };
  const trial = { sweep: 'night', model, level, sample: 1, sampling, handling, specs: null };
  return { trial, levelFolder: '', provider, prompt: 'Write.', sampling, identity: { provider: 'openai', model: 'm' }, key: 'a-key' };
}

/** The results of one more host in the bucket of a server, asked at a port, with other credentials than usual. */
export const hostAt = (port: number, prefix: string, secretAccessKey = access.secretAccessKey): BucketStore => {
  const credentials = { ...access, secretAccessKey };
  return new BucketStore(bucketClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials }), { bucket, prefix });
};

export const responsesOf = (store: BucketStore): ResponseStore => new ResponseStore(store, { beatMs: 5, lostMs: 600_000 });

/** Ever smaller texts below `filler/`, until not even a short one has room. Each size ends with a refusal, which takes seconds. */
export async function fill(store: BucketStore): Promise<void> {
  const fits = (key: string, size: number) =>
    store.create(key, 'x'.repeat(size)).catch((error: unknown) => {
      if (error instanceof StorageError && error.trouble === 'full') return false;
      throw error;
    });
  for (let size = 1 << 20; size >= 1; size >>= 4) for (let part = 0; await fits(`filler/${size}-${part}`, size); part += 1);
}
