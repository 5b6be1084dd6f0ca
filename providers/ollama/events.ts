import type { ChatResponse } from 'ollama';
import { type Circumstances, cutError } from '../fault/failure.ts';
import { faultMessage } from '../fault/message.ts';
import type { StreamEnd, StreamPart } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';
import { Repetition } from '../repetition.ts';
import { ollamaEnding } from './ending.ts';
import { undone } from './server.ts';
import { ollamaUsage } from './usage.ts';

interface Reading {
  contextTokens: number;
  unsupported: Record<string, string>;
  circumstances: Circumstances;
}

function* partsOf({ message, logprobs }: ChatResponse): Generator<StreamPart & { text: string }> {
  // A line such as {"status":"success"} has no message; the client takes it for an end.
  const { thinking, content: text } = message ?? {};
  if (thinking) yield { type: 'reasoning', text: thinking };
  if (text) yield logprobs ? { type: 'text', text, tokens: logprobs.length } : { type: 'text', text };
}

function wholeEnd(last: ChatResponse, { contextTokens, unsupported, circumstances }: Reading): StreamEnd {
  const ending = ollamaEnding(last, contextTokens);
  if ('stopReason' in ending) {
    const { message: _message, logprobs: _logprobs, created_at: _createdAt, model, ...rawUsage } = last;
    const usage = ollamaUsage(last);
    return { ...ending, rawStopReason: last.done_reason, usage, rawUsage, resolvedModel: model, unsupported };
  }
  if (ending.problem === 'cut') throw cutError(ending.found, circumstances);
  const message = faultMessage(circumstances.asked, 'context-too-long', ending.found);
  throw new ProviderError(message, { action: 'pause', cause: 'context-too-long' });
}

/** The server ended a repetition: no counts came, so the tokens seen are all that is known. */
function loopEnd(outputTokens: number, { unsupported }: Reading): StreamEnd {
  const usage = { inputTokens: null, outputTokens, reasoningTokens: null };
  return { stopReason: 'looping', rawStopReason: 'none: the server ended a repetition', usage, rawUsage: null, unsupported };
}

/** Translates the chunks of `/api/chat`. */
export async function* ollamaParts(chunks: AsyncIterable<ChatResponse>, reading: Reading): AsyncGenerator<StreamPart, StreamEnd | null> {
  const repetition = new Repetition();
  let tokens = 0;
  try {
    for await (const chunk of chunks) {
      for (const part of partsOf(chunk)) {
        repetition.add(part.text);
        yield part;
      }
      if (chunk.done) return wholeEnd(chunk, reading);
      tokens += chunk.logprobs?.length ?? 1;
    }
  } catch (error) {
    if (!(error instanceof Error && error.message === undone)) throw error;
    return repetition.looping ? loopEnd(tokens, reading) : null;
  }
  return null;
}
