import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Answer, Observation } from '../core/answer.ts';
import { writeJson, writeText } from '../storage/files/atomic.ts';
import { ifThere } from '../storage/storage-error.ts';
import { trialFolder } from '../storage/trials/folders.ts';

/** What names a trial's folder. */
export interface TrialPlace {
  sweep: string;
  model: { id: string };
  level: { name: string };
  sample: number;
}

/** The folder of one trial: what each step reads and writes. Its names are those of `design/project-summary.md`. */
export class TrialFiles {
  readonly folder: string;
  private readonly name: string;

  constructor(output: string, { sweep, model, level, sample }: TrialPlace) {
    this.name = `${model.id}/${level.name}/${sample}`;
    this.folder = trialFolder(output, { sweep, model: model.id, level: level.name, sample });
  }

  async write(name: string, content: string): Promise<void> {
    await writeText(path.join(this.folder, name), content);
  }

  async writeJson(name: string, value: unknown): Promise<void> {
    await writeJson(path.join(this.folder, name), value);
  }

  /** Null where there is no such file. */
  async find(name: string): Promise<string | null> {
    return await ifThere(() => readFile(path.join(this.folder, name), 'utf8'));
  }

  /** Throws, naming the trial, where a file is missing. */
  async read(name: string): Promise<string> {
    const text = await this.find(name);
    if (text === null) throw new Error(`${this.name}: ${name} is missing from ${this.folder}; was it removed while the sweep runs?`);
    return text;
  }

  async readJson<T>(name: string): Promise<T> {
    return JSON.parse(await this.read(name)) as T;
  }

  /** Answer files one by one, and `extract.json` with what was noticed. An older answer is replaced whole. */
  async writeAnswer(answer: Answer): Promise<void> {
    await rm(path.join(this.folder, 'answer'), { recursive: true, force: true });
    for (const { path: name, content } of answer.files) await this.write(path.join('answer', name), content);
    await this.writeJson('extract.json', { files: answer.files.map((file) => file.path), observations: answer.observations });
  }

  async readAnswer(): Promise<Answer> {
    const { files, observations } = await this.readJson<{ files: string[]; observations: Observation[] }>('extract.json');
    const contents = await Promise.all(files.map((name) => this.read(path.join('answer', name))));
    return { files: files.map((name, index) => ({ path: name, content: contents[index] ?? '' })), observations };
  }
}
