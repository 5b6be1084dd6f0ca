import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stateFolder } from '../grading/state-folder.ts';
import { writeJson } from '../storage/files/atomic.ts';
import { ifThere } from '../storage/storage-error.ts';

const file = (): string => path.join(stateFolder(), 'run', 'queues.json');

/**
 * The queues that this host's generation answers: those that sweeps have asked for, remembered over restarts, so that
 * an interrupted sweep finds its queue answered again.
 */
export class OpenQueues {
  private readonly start: (queue: string) => Promise<void>;
  private readonly names = new Set<string>();
  private last: Promise<void> = Promise.resolve();

  constructor(start: (queue: string) => Promise<void>) {
    this.start = start;
  }

  /** Those opened before; the caller answers them. */
  async known(): Promise<string[]> {
    const text = await ifThere(() => readFile(file(), 'utf8'));
    for (const name of text === null ? [] : (JSON.parse(text) as string[])) this.names.add(name);
    return [...this.names];
  }

  /** Idempotent; several at once are opened one after another. */
  open(queue: string): Promise<void> {
    const opened = this.last.then(() => this.openNext(queue));
    this.last = opened.catch(() => undefined);
    return opened;
  }

  private async openNext(queue: string): Promise<void> {
    if (this.names.has(queue)) return;
    await this.start(queue);
    this.names.add(queue);
    await writeJson(file(), [...this.names]);
  }
}
