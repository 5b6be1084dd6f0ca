import { createHash } from 'node:crypto';
import { didYouMean } from '../../core/near-miss.ts';
import type { GenerateRequest, Provider, StreamEnd, StreamPart } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';

/** Renders what a built-in model answers to a level; throws where the level has no such answer. */
export type RenderResponse = (model: string, level: string) => Promise<string>;

const names = /^(reference|alternative-[1-9]\d*|unchanged|empty|calibration\/[\w.-]+)$/;
/** Those that every level has. */
const offered = ['reference', 'alternative-1', 'unchanged', 'empty'];
const chunkLength = 64;

/** Pieces of `chunkLength` UTF-16 units, or one more where a pair of them would be torn. */
function* chunks(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = start + chunkLength;
    const torn = /[\uD800-\uDBFF]/.test(text[end - 1] ?? '') ? 1 : 0;
    yield text.slice(start, end + torn);
    start = end + torn;
  }
}

async function* play(render: RenderResponse, { model, level, signal }: GenerateRequest): AsyncGenerator<StreamPart, StreamEnd> {
  for (const text of chunks(await render(model, level))) {
    signal.throwIfAborted();
    yield { type: 'text', text };
  }
  const usage = { inputTokens: null, outputTokens: null, reasoningTokens: null };
  return { stopReason: 'complete', rawStopReason: 'played to the end', usage, rawUsage: null, unsupported: {} };
}

function mustBeKnown(model: string): void {
  if (names.test(model)) return;
  const near = didYouMean(model, offered);
  const message = `builtin has no model "${model}"; it has reference, alternative-1, alternative-2, …, unchanged, empty and calibration/NAME${near}`;
  throw new ProviderError(message, { action: 'pause', cause: 'missing-model' });
}

/** Plays the answers that come with a level, streamed in pieces like a model's. */
export function createBuiltin(render: RenderResponse): Provider {
  return {
    /** The digest is that of the answer itself, so that a level's new reference is not taken for its old one. */
    async identify({ model, level }) {
      mustBeKnown(model);
      const digest = createHash('sha256')
        .update(await render(model, level))
        .digest('hex');
      return { provider: 'builtin', model, digest };
    },
    generate: (request) => play(render, request),
    models: async () => offered.map((name) => ({ name })),
  };
}
