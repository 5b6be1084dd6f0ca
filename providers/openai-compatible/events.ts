import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { StreamEnd, StreamPart } from '../provider.ts';
import { Repetition } from '../repetition.ts';
import { chatStopReason } from './stop-reason.ts';
import { type ChatUsage, chatUsage } from './usage.ts';

/** Servers name their reasoning in one of two ways, neither of which is in the SDK's types. */
interface Delta {
  content?: string | null;
  refusal?: string | null;
  reasoning_content?: string | null;
  reasoning?: string | null;
}

interface Progress {
  finishReason: string | null;
  usage: ChatUsage | null;
  resolvedModel: string | null;
}

function* partsOf(delta: Delta): Generator<StreamPart & { text: string }> {
  const reasoning = delta.reasoning_content || delta.reasoning;
  if (reasoning) yield { type: 'reasoning', text: reasoning };
  const text = delta.content || delta.refusal;
  if (text) yield { type: 'text', text };
}

function advanced(progress: Progress, chunk: ChatCompletionChunk): Progress {
  return {
    finishReason: chunk.choices[0]?.finish_reason ?? progress.finishReason,
    usage: chunk.usage ?? progress.usage,
    resolvedModel: chunk.model || progress.resolvedModel,
  };
}

/**
 * A finish reason is the sign of a whole text; the usage that follows it may be lost, for not all servers send it and
 * asking again would cost a second response.
 */
function endOf({ finishReason, usage, resolvedModel }: Progress, looping: boolean, unsupported: Record<string, string>): StreamEnd | null {
  const model = resolvedModel === null ? {} : { resolvedModel };
  const rest = { usage: chatUsage(usage), rawUsage: usage, unsupported, ...model };
  if (finishReason !== null) return { stopReason: chatStopReason(finishReason), rawStopReason: finishReason, ...rest };
  return looping ? { stopReason: 'looping', rawStopReason: 'none: the server ended a repetition', ...rest } : null;
}

/** Translates the chunks of a chat completion; null where they ended without a finish reason. */
export async function* chatParts(
  chunks: AsyncIterable<ChatCompletionChunk>,
  unsupported: Record<string, string>,
): AsyncGenerator<StreamPart, StreamEnd | null> {
  let progress: Progress = { finishReason: null, usage: null, resolvedModel: null };
  const repetition = new Repetition();
  for await (const chunk of chunks) {
    progress = advanced(progress, chunk);
    for (const part of partsOf((chunk.choices[0]?.delta ?? {}) as Delta)) {
      repetition.add(part.text);
      yield part;
    }
  }
  return endOf(progress, repetition.looping, unsupported);
}
