import { textOf } from '../../core/stream.ts';
import type { GenerateRequest, Resumption, StreamEnd, StreamPart } from '../provider.ts';
import { type Cut, cutOf } from './cut.ts';
import { generateOllama } from './generate.ts';
import { runnerOf } from './runner.ts';

/**
 * Goes on at temperature 0 from the text so far. That text is read back as other tokens than it was written as now and
 * then, and what follows is different from there on; so its number of tokens must be the one that was counted while it
 * was written, and the last tokens must come out again as they were. (Equal last tokens alone are no proof.)
 */
export async function resumeOllama(request: GenerateRequest, received: readonly StreamPart[], isProven: IsProven): Promise<Resumption> {
  const cut = cutOf(received, request.sampling.temperature);
  if (typeof cut === 'string') return { resumed: false, why: cut };
  const promptTokens = await tokensRead(request, '');
  const place = await runnerOf(request);
  if (place?.onGpu && !(await isProven(place.server, place.digest))) {
    return { resumed: false, why: `it runs on a GPU, where that is not tried yet: specgen prove-continuation ${request.model}` };
  }
  const readTokens = (await tokensRead(request, textOf(cut.kept))) - promptTokens;
  if (readTokens !== cut.keptTokens) {
    return { resumed: false, why: `the text reads back as ${readTokens} tokens, written were ${cut.keptTokens}` };
  }
  return repeated(generateOllama(remaining(request, cut), textOf(cut.kept)), cut);
}

/** Was it shown that a model on a server's GPU goes on as it would have? (GPUs may add in another order in another batch.) */
export type IsProven = (server: string, digest: string) => Promise<boolean>;

const remaining = (request: GenerateRequest, { keptTokens }: Cut): GenerateRequest => ({
  ...request,
  sampling: { ...request.sampling, maxTokens: request.sampling.maxTokens - keptTokens },
});

/** How many tokens the server reads before it would write; it tells at the end, so one token is asked for. */
async function tokensRead(request: GenerateRequest, partial: string): Promise<number> {
  const probe = generateOllama({ ...request, sampling: { ...request.sampling, maxTokens: 1 } }, partial);
  for (;;) {
    const { done, value } = await probe.next();
    if (done) return value.usage.inputTokens ?? Number.NaN;
  }
}

/** Reads until the dropped text has come out again, or has not. */
async function repeated(stream: AsyncGenerator<StreamPart, StreamEnd>, cut: Cut): Promise<Resumption> {
  const expected = textOf(cut.dropped);
  const again: StreamPart[] = [];
  let text = '';
  while (text.length < expected.length && expected.startsWith(text)) {
    const { done, value } = await stream.next();
    if (done) break;
    again.push(value);
    if (value.type === 'text') text += value.text;
  }
  if (text.startsWith(expected)) return { resumed: true, kept: cut.kept, stream: rest(again, stream, cut) };
  // Ends the request at the server.
  await stream.return(undefined as never);
  return { resumed: false, why: 'the last tokens did not come out again as they were' };
}

/** The parts that were read ahead, then the others; the end counts what was kept as written and not as read. */
async function* rest(
  again: StreamPart[],
  stream: AsyncGenerator<StreamPart, StreamEnd>,
  { keptTokens }: Cut,
): AsyncGenerator<StreamPart, StreamEnd> {
  yield* again;
  const end = yield* stream;
  const { inputTokens, outputTokens, reasoningTokens } = end.usage;
  const usage = { inputTokens: minus(inputTokens, keptTokens), outputTokens: minus(outputTokens, -keptTokens), reasoningTokens };
  return { ...end, usage };
}

const minus = (count: number | null, tokens: number): number | null => (count === null ? null : count - tokens);
