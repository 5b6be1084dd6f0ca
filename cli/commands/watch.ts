import { setTimeout as delay } from 'node:timers/promises';
import { Command } from 'commander';
import { openStore } from '../../storage/places.ts';
import { linesOf, type WatchedStream, watchedStreams } from '../../storage/responses/watch.ts';
import type { Store } from '../../storage/store/store.ts';
import { exit } from '../exit.ts';

/** As long as a sweep waits for a first token by default; a silent stream was left behind by a killed process. */
const silentMs = 30 * 60_000;

export const watchCommand = (): Command =>
  new Command('watch')
    .description('show the response that is being written now on this machine, then the next one, until Ctrl-C')
    .argument('[sweep]', 'of this sweep alone')
    .option('-m, --model <model>', 'of this model alone: the full name, or its end')
    .action(async (sweep: string | undefined, { model }: { model?: string }) => {
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort());
      const wanted = ({ trial }: WatchedStream) => {
        const [ofSweep = '', ...rest] = trial.split('/');
        const ofModel = rest.slice(0, -2).join('/');
        return (sweep === undefined || ofSweep === sweep) && (model === undefined || ofModel === model || ofModel.endsWith(`:${model}`));
      };
      await showAll(await openStore(), stop.signal, wanted);
      process.exitCode = exit.interrupted;
    });

async function showAll(store: Store, signal: AbortSignal, wanted: (stream: WatchedStream) => boolean): Promise<void> {
  const shown = new Set<string>();
  let waiting = false;
  while (!signal.aborted) {
    const next = (await watchedStreams(store)).find((stream) => wanted(stream) && !shown.has(stream.key));
    if (next) {
      shown.add(next.key);
      await show(store, next, signal);
    } else if (!waiting) process.stderr.write('nothing is being written; waiting\n');
    waiting = next === undefined;
    if (!next) await delay(500, undefined, { signal }).catch(() => undefined);
  }
}

/** The text as it comes; thoughts between marks. */
async function show(store: Store, { key, trial }: WatchedStream, signal: AbortSignal): Promise<void> {
  process.stdout.write(`\n── ${trial}\n`);
  let thinking = false;
  for await (const line of linesOf(store, key, signal, silentMs)) {
    if (line.type === 'reasoning' && !thinking) process.stdout.write('── thinking\n');
    if (line.type === 'text' && thinking) process.stdout.write('\n── answer\n');
    if (line.type === 'text' || line.type === 'reasoning') {
      thinking = line.type === 'reasoning';
      process.stdout.write(line.text);
    }
    if (line.type === 'end') process.stdout.write(`\n── ${line.end.stopReason}, ${line.end.usage.outputTokens ?? '?'} tokens\n`);
    if (line.type === 'failed') process.stdout.write(`\n── broken off: ${line.reason}\n`);
  }
}
