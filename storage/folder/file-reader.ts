import { type FileHandle, open, stat } from 'node:fs/promises';
import { ifThere } from '../storage-error.ts';
import type { StreamReader } from '../store/streams.ts';

const pieceBytes = 1 << 20;

/** Reads a file of lines while another process appends to it; it stays readable when it is renamed or removed. */
export class FileReader implements StreamReader {
  readonly #file: string;
  readonly #handle: FileHandle;
  #position = 0;
  #rest = Buffer.alloc(0);

  private constructor(file: string, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  static async open(file: string): Promise<FileReader | null> {
    const handle = await ifThere(() => open(file, 'r'));
    return handle && new FileReader(file, handle);
  }

  async read(): Promise<string[]> {
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(pieceBytes), 0, pieceBytes, this.#position);
    this.#position += bytesRead;
    const all = Buffer.concat([this.#rest, buffer.subarray(0, bytesRead)]);
    const end = all.lastIndexOf('\n') + 1;
    this.#rest = all.subarray(end);
    return all.toString('utf8', 0, end).split('\n').slice(0, -1);
  }

  /** It is renamed at its end. */
  async isOver(): Promise<boolean> {
    return (await ifThere(() => stat(this.#file))) === null;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
