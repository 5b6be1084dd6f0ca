import { OpenAI } from 'openai';
import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { StreamEnd, StreamPart } from '../provider.ts';
import { responsesStopReason } from './stop-reason.ts';
import { responsesUsage } from './usage.ts';

function partOf(event: ResponseStreamEvent): StreamPart | null {
  switch (event.type) {
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return { type: 'text', text: event.delta, sequence: event.sequence_number };
    case 'response.reasoning_text.delta':
    case 'response.reasoning_summary_text.delta':
      return { type: 'reasoning', text: event.delta, sequence: event.sequence_number };
    case 'response.created':
      // the only name by which a background response can be asked for again
      return event.response.background ? { type: 'request', requestId: event.response.id } : null;
    default:
      return null;
  }
}

function closingOf(event: ResponseStreamEvent): Response | null {
  if (event.type === 'response.failed') throw failure(event.response);
  return event.type === 'response.completed' || event.type === 'response.incomplete' ? event.response : null;
}

/** As the SDK throws an `error` event, so that both are read in one way. */
function failure({ error }: Response): Error {
  return new OpenAI.APIError(undefined, error ?? { message: 'response.failed without a reason' }, undefined, undefined);
}

/** Where the stream was picked up behind it, only the closing event tells that the model declined. */
const declines = ({ output }: Response): boolean =>
  (output ?? []).some((item) => item.type === 'message' && item.content.some((content) => content.type === 'refusal'));

function endOf(response: Response, refused: boolean, maxTokens: number, unsupported: Record<string, string>): StreamEnd {
  const usage = responsesUsage(response.usage);
  const incompleteReason = response.incomplete_details?.reason;
  const closing = { status: response.status, incompleteReason, refused, outputTokens: usage.outputTokens, maxTokens };
  return {
    stopReason: responsesStopReason(closing),
    rawStopReason: incompleteReason ?? response.status ?? 'completed',
    usage,
    rawUsage: response.usage ?? null,
    resolvedModel: response.model,
    unsupported,
  };
}

/** Translates the events of the Responses API; null where no closing event came. */
export async function* responsesParts(
  events: AsyncIterable<ResponseStreamEvent>,
  maxTokens: number,
  unsupported: Record<string, string>,
): AsyncGenerator<StreamPart, StreamEnd | null> {
  let closing: Response | null = null;
  let refused = false;
  for await (const event of events) {
    closing = closingOf(event) ?? closing;
    refused ||= event.type === 'response.refusal.delta';
    const part = partOf(event);
    if (part) yield part;
  }
  return closing && endOf(closing, refused || declines(closing), maxTokens, unsupported);
}
