import type { Answer, Observation } from '../core/answer.ts';
import { jsonText } from '../storage/store/json.ts';
import type { Store } from '../storage/store/store.ts';
import { trialKey } from '../storage/trials/keys.ts';

/** What names a trial. */
export interface TrialPlace {
  sweep: string;
  model: { id: string };
  level: { name: string };
  sample: number;
}

/** The folder of one trial: what each step reads and writes. Its names are those of `design/project-summary.md`. */
export class TrialFiles {
  private readonly store: Store;
  private readonly prefix: string;
  private readonly name: string;

  constructor(store: Store, { sweep, model, level, sample }: TrialPlace) {
    this.store = store;
    this.name = `${model.id}/${level.name}/${sample}`;
    this.prefix = trialKey({ sweep, model: model.id, level: level.name, sample });
  }

  /** How people name one of its files, or with `''` the folder. */
  placeOf(name: string): string {
    return this.store.placeOf(name === '' ? this.prefix : this.key(name));
  }

  async write(name: string, content: string): Promise<void> {
    await this.store.write(this.key(name), content);
  }

  async writeJson(name: string, value: unknown): Promise<void> {
    await this.write(name, jsonText(value));
  }

  /** Null where there is no such file. */
  async find(name: string): Promise<string | null> {
    return await this.store.find(this.key(name));
  }

  /** Throws, naming the trial, where a file is missing. */
  async read(name: string): Promise<string> {
    const text = await this.find(name);
    if (text === null) throw new Error(`${this.name}: ${name} is missing from ${this.placeOf('')}; was it removed while the sweep runs?`);
    return text;
  }

  async readJson<T>(name: string): Promise<T> {
    return JSON.parse(await this.read(name)) as T;
  }

  /** Answer files one by one, and `extract.json` with what was noticed. An older answer is replaced whole. */
  async writeAnswer(answer: Answer): Promise<void> {
    const names = answer.files.map((file) => `answer/${file.path}`);
    // of the same answer nothing is removed: another host may be reading it
    const older = (await this.store.list(this.key('answer'))).filter((key) => !names.some((name) => key === this.key(name)));
    await this.store.remove(older, this.prefix);
    for (const [index, { content }] of answer.files.entries()) await this.write(names[index]!, content);
    await this.writeJson('extract.json', { files: answer.files.map((file) => file.path), observations: answer.observations });
  }

  async readAnswer(): Promise<Answer> {
    const { files, observations } = await this.readJson<{ files: string[]; observations: Observation[] }>('extract.json');
    const contents = await Promise.all(files.map((name) => this.read(`answer/${name}`)));
    return { files: files.map((name, index) => ({ path: name, content: contents[index] ?? '' })), observations };
  }

  private key(name: string): string {
    return `${this.prefix}/${name}`;
  }
}
