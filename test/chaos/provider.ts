import { appendFileSync } from 'node:fs';
import { hashOf } from '../../storage/responses/finished.ts';
import { promptOf, startStoryteller } from '../e2e/storyteller.ts';
import type { SeenRequest } from '../providers/fakes/fake-server.ts';
import { type Heard, questionKey } from './book.ts';

/**
 * The fake provider as a process of its own, at a given address: it can be killed, stopped and started again, and keeps its own
 * book of what it was asked. `SIGUSR2` cuts all connections.
 */
const [ip, port, book] = process.argv.slice(2);
const millisecondsPerPiece = 1;

/** A probe of how a text is read back asks for one token; nothing is generated twice by it. */
const isProbe = ({ body }: SeenRequest): boolean => (body.options as { num_predict?: number } | undefined)?.num_predict === 1;

const asked = new Map<SeenRequest, { number: number; begunMs: number }>();

function note(seen: SeenRequest): void {
  if (isProbe(seen)) return;
  const known = asked.get(seen) ?? { number: asked.size, begunMs: Date.now() };
  asked.set(seen, known);
  const { body, path, state, sent } = seen;
  const options = body.options as { seed?: number } | undefined;
  const line: Heard = {
    request: `${process.pid}-${known.number}`,
    question: questionKey(path, hashOf(promptOf(body)), Number(body.seed ?? options?.seed ?? 0)),
    sent,
    state,
    begunMs: known.begunMs,
  };
  appendFileSync(book!, `${JSON.stringify(line)}\n`);
}

const server = await startStoryteller(millisecondsPerPiece, Number(port), note, ip);
// a provider that is killed cannot say how much it had sent
setInterval(() => {
  for (const seen of asked.keys()) if (seen.state === 'open') note(seen);
}, 50);
process.on('SIGUSR2', () => server.cut());
process.stdout.write(`provider ready at ${server.url}\n`);
