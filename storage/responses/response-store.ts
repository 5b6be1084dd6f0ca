import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { StreamPart } from '../../core/stream.ts';
import { ifThere } from '../storage-error.ts';
import { PartialFile, readWholeLines } from '../streams/partial-file.ts';
import { AttemptJournal, type StoredAttempt, storedAttempt } from './attempt.ts';
import { placeFinished, readFinished, type StoredResponse } from './finished.ts';
import { readJournal } from './journal-line.ts';

const journalName = /^attempt-(\d+)\.jsonl(\.partial)?$/;

/**
 * Responses by content key, shared by all sweeps of an output folder:
 * `responses/<key>/finished/{response.md,reasoning.md,metadata.json}` once whole, before that `attempt-N.jsonl.partial`
 * for each request in flight or lost and `attempt-N.jsonl` for each that ended.
 */
export class ResponseStore {
  readonly #folder: string;

  constructor(outputFolder: string) {
    this.#folder = path.join(outputFolder, 'responses');
  }

  folder(key: string): string {
    return path.join(this.#folder, key);
  }

  /**
   * The whole response, or null. Removes the journals that a killed process has left beside it. Throws where stored text
   * and stored hash disagree.
   */
  async find(key: string): Promise<StoredResponse | null> {
    const found = await readFinished(this.folder(key));
    if (found) await this.#removeJournals(key);
    return found;
  }

  /** Every request that was begun for a response that is not finished, oldest first. */
  async attempts(key: string): Promise<StoredAttempt[]> {
    const journals = await this.#journals(key);
    const read = journals.map(async ({ number, name }) => {
      const lines = await readWholeLines(path.join(this.folder(key), name));
      return storedAttempt(number, readJournal(lines ?? []));
    });
    return (await Promise.all(read)).filter((attempt) => attempt !== null);
  }

  /**
   * Notes durably that a request is about to be made; `kept` is text of an earlier attempt that this one goes on from,
   * `restarted` the reason why nothing is, `paid` the request's number in the ledger, `trial` what it is for. No two
   * attempts share a number, whichever processes or hosts begin them.
   */
  async begin(
    key: string,
    startedAt: string,
    from: { kept?: readonly StreamPart[]; restarted?: string | undefined; paid?: number | undefined; trial?: string } = {},
  ): Promise<AttemptJournal> {
    const { kept = [], restarted, paid, trial } = from;
    const start = {
      type: 'start',
      startedAt,
      ...(kept.length > 0 && { kept: kept.length }),
      ...(restarted && { restarted }),
      ...(paid && { paid }),
      ...(trial && { trial }),
    };
    const lines = [start, ...kept].map((line) => JSON.stringify(line));
    const taken = await this.#journals(key);
    for (let number = (taken.at(-1)?.number ?? 0) + 1; ; number += 1) {
      const closedName = path.join(this.folder(key), `attempt-${number}.jsonl`);
      const file = await PartialFile.create(`${closedName}.partial`, lines);
      if (file) return new AttemptJournal(number, file, closedName);
    }
  }

  /** Stores a whole response and removes its journals. Where another was finished meanwhile, that one stays and is returned. */
  async finish(key: string, response: StoredResponse): Promise<StoredResponse> {
    await placeFinished(this.folder(key), response);
    return (await this.find(key)) ?? response;
  }

  async #removeJournals(key: string): Promise<void> {
    for (const { name } of await this.#journals(key)) await rm(path.join(this.folder(key), name), { force: true });
  }

  async #journals(key: string): Promise<{ number: number; name: string }[]> {
    const names = (await ifThere(() => readdir(this.folder(key)))) ?? [];
    const journals = names.flatMap((name) => {
      const match = journalName.exec(name);
      return match ? [{ number: Number(match[1]), name }] : [];
    });
    return journals.toSorted((one, other) => one.number - other.number);
  }
}
