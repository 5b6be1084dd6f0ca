import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import type { StreamEnd, StreamPart } from '../provider.ts';
import { anthropicStopReason } from './stop-reason.ts';
import { type AnthropicUsage, anthropicUsage, laterUsage } from './usage.ts';

/** The text of an event, if it has one. */
function partOf(event: RawMessageStreamEvent): StreamPart | null {
  if (event.type !== 'content_block_delta') return null;
  if (event.delta.type === 'text_delta') return { type: 'text', text: event.delta.text };
  return event.delta.type === 'thinking_delta' && event.delta.thinking ? { type: 'reasoning', text: event.delta.thinking } : null;
}

/** What the events so far tell about the end. */
interface Progress {
  usage: AnthropicUsage;
  stopReason: string | null;
  resolvedModel?: string;
  stopped: boolean;
}

function advanced(progress: Progress, event: RawMessageStreamEvent): Progress {
  switch (event.type) {
    case 'message_start':
      return { ...progress, usage: event.message.usage, resolvedModel: event.message.model };
    case 'message_delta':
      return { ...progress, usage: laterUsage(progress.usage, event.usage), stopReason: event.delta.stop_reason ?? progress.stopReason };
    case 'message_stop':
      return { ...progress, stopped: true };
    default:
      return progress;
  }
}

/** Whole only when `message_stop` came and a stop reason before it. */
function endOf({ stopped, stopReason, usage, ...rest }: Progress, unsupported: Record<string, string>): StreamEnd | null {
  if (!stopped || stopReason === null) return null;
  const end = { stopReason: anthropicStopReason(stopReason), rawStopReason: stopReason, usage: anthropicUsage(usage) };
  return { ...end, ...rest, rawUsage: usage, unsupported };
}

/** Translates the events of the Messages API; null where they do not end as a whole message does. */
export async function* anthropicParts(
  events: AsyncIterable<RawMessageStreamEvent>,
  unsupported: Record<string, string>,
): AsyncGenerator<StreamPart, StreamEnd | null> {
  let progress: Progress = { usage: {}, stopReason: null, stopped: false };
  for await (const event of events) {
    progress = advanced(progress, event);
    const part = partOf(event);
    if (part) yield part;
  }
  return endOf(progress, unsupported);
}
