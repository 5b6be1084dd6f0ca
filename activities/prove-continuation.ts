import { type StreamEnd, type StreamPart, textOf } from '../core/stream.ts';
import { createOllama } from '../providers/ollama/ollama.ts';
import { runnerOf } from '../providers/ollama/runner.ts';
import type { Endpoint, GenerateRequest } from '../providers/provider.ts';
import type { Proofs } from '../storage/proofs.ts';

/** What came of cutting a model's responses on purpose. */
export interface ContinuationTest {
  cuts: number;
  /** Cuts that were gone on with; the others would have been begun anew. */
  continued: number;
  /** Continued responses that were another text than the undisturbed one. */
  different: number;
}

const responses = 10;
const tokensEach = 240;
const always = async (): Promise<boolean> => true;

const requestOf = (endpoint: Endpoint, model: string, sample: number): GenerateRequest => ({
  endpoint,
  model,
  prompt: `Write a Go function with ${sample + 2} parameters of different types, its tests, and a paragraph on what it does.`,
  sampling: { temperature: 0, seed: sample, maxTokens: tokensEach, contextTokens: 4096, threads: null },
  level: '',
  sample,
  unsupported: {},
  signal: AbortSignal.timeout(3_600_000),
});

async function read(stream: AsyncGenerator<StreamPart, StreamEnd>): Promise<StreamPart[]> {
  const parts: StreamPart[] = [];
  for (let next = await stream.next(); !next.done; next = await stream.next()) parts.push(next.value);
  return parts;
}

/** Nothing came out otherwise, and enough could be gone on with to say so. */
export const isProof = ({ cuts, continued, different }: ContinuationTest): boolean => different === 0 && continued * 2 >= cuts;

/**
 * Cuts greedy responses at places spread over them, goes on with each and compares with the undisturbed text. Notes it
 * where that is a proof. `report` hears of each response.
 */
export async function proveContinuation(
  { endpoint, model, cuts }: { endpoint: Endpoint; model: string; cuts: number },
  proofs: Proofs,
  report: (soFar: ContinuationTest) => void,
): Promise<ContinuationTest> {
  const ollama = createOllama(always);
  const found: ContinuationTest = { cuts: 0, continued: 0, different: 0 };
  const each = Math.ceil(cuts / responses);
  for (let sample = 1; sample <= responses && found.cuts < cuts; sample += 1) {
    const request = requestOf(endpoint, model, sample);
    const whole = await read(ollama.generate(request));
    for (let cut = 1; cut <= each && found.cuts < cuts; cut += 1) {
      const received = whole.slice(0, Math.max(1, Math.floor((whole.length * cut) / (each + 1))));
      const resumption = await ollama.resume?.(request, received);
      found.cuts += 1;
      if (!resumption?.resumed) continue;
      found.continued += 1;
      if (textOf([...resumption.kept, ...(await read(resumption.stream))]) !== textOf(whole)) found.different += 1;
    }
    report(found);
  }
  const runner = await runnerOf(requestOf(endpoint, model, 1));
  if (runner && isProof(found)) {
    await proofs.add({ server: runner.server, digest: runner.digest, cuts: found.cuts, passedAt: new Date().toISOString() });
  }
  return found;
}
