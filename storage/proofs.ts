import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { writeJson } from './files/atomic.ts';
import { ifThere } from './storage-error.ts';

const proof = z.object({ server: z.string(), digest: z.string(), cuts: z.number(), passedAt: z.string() });

/** That cut responses of a model went on as they would have: where, which weights, in how many trials, when. */
export type Proof = z.infer<typeof proof>;

/** `continuation.json` of the state folder: GPU hosts on which cut responses may be gone on with. */
export class Proofs {
  readonly #file: string;

  constructor(stateFolder: string) {
    this.#file = path.join(stateFolder, 'continuation.json');
  }

  /** `digest` is the server's own name of the model's weights and template. */
  async has(server: string, digest: string): Promise<boolean> {
    return (await this.#read()).some((known) => known.server === server && known.digest === digest);
  }

  async add(added: Proof): Promise<void> {
    const others = (await this.#read()).filter((known) => known.server !== added.server || known.digest !== added.digest);
    await writeJson(this.#file, [...others, added]);
  }

  async #read(): Promise<Proof[]> {
    const text = await ifThere(() => readFile(this.#file, 'utf8'));
    return text === null ? [] : z.array(proof).parse(JSON.parse(text));
  }
}
