import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { generationQueue } from '../core/queues.ts';
import { stateFolder } from '../grading/state-folder.ts';
import { writeJson } from '../storage/files/atomic.ts';
import { ifThere } from '../storage/storage-error.ts';

/**
 * The queues that this host's generation answers: those that sweeps have asked for, remembered over restarts, so that
 * an interrupted sweep finds its queue answered again.
 */
export class OpenQueues {
  private readonly start: (queue: string) => Promise<void>;
  private readonly file: string;
  private readonly names: Set<string>;
  private last: Promise<void> = Promise.resolve();

  /** `served` are the names of providers and endpoints that are answered from the start, null where all are that sweeps ask for. */
  constructor(served: string[] | null, start: (queue: string) => Promise<void>) {
    this.start = start;
    this.names = new Set(served?.map(generationQueue));
    // another set of keys answers other queues
    this.file = path.join(stateFolder(), 'run', served ? `queues-${served.join('+')}.json` : 'queues.json');
  }

  /** Those served and those opened before; the caller answers them. */
  async known(): Promise<string[]> {
    const text = await ifThere(() => readFile(this.file, 'utf8'));
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
    await writeJson(this.file, [...this.names]);
  }
}
