import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive, startOfProcess } from './process-start.ts';
import { ifThere } from './storage-error.ts';

/**
 * Tells the programs of a machine that a model computes on its CPU: one file for each generation, named after the process
 * that waits for it, so that a killed one holds up nobody.
 */
export class CpuModels {
  readonly #folder: string;
  #number = 0;

  constructor(stateFolder: string) {
    this.#folder = path.join(stateFolder, 'run', 'generating');
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    const file = path.join(this.#folder, `${process.pid}-${startOfProcess(process.pid)}-${++this.#number}`);
    await mkdir(this.#folder, { recursive: true });
    await writeFile(file, '');
    try {
      return await work();
    } finally {
      await rm(file, { force: true });
    }
  }

  async areBusy(): Promise<boolean> {
    const names = (await ifThere(() => readdir(this.#folder))) ?? [];
    return names.some((name) => {
      const [pid, started = ''] = name.split('-');
      return isAlive({ pid: Number(pid), started });
    });
  }
}
