import type { S3Client } from '@aws-sdk/client-s3';
import type { Entry, Store } from '../store/store.ts';
import { found, packed, unpacked } from '../store/together.ts';
import type { BucketAddress } from './address.ts';
import { BucketStreams } from './bucket-streams.ts';
import { Objects } from './objects.ts';
import { mustDecide, removeOldProbes } from './probe.ts';

const below = (prefix: string): string => (prefix === '' ? '' : `${prefix}/`);

/** A bucket of an S3-compatible server: keys are names of objects, and each object is written whole or not at all. */
export class BucketStore implements Store {
  readonly place: string;
  readonly worthAtOnce = 32;
  readonly streams: BucketStreams;
  readonly #objects: Objects;

  constructor(client: S3Client, address: BucketAddress) {
    this.#objects = new Objects(client, address);
    this.place = this.#objects.placeOf('');
    this.streams = new BucketStreams(this.#objects);
  }

  async probe(): Promise<void> {
    await mustDecide(this.#objects);
  }

  placeOf(key: string): string {
    return this.#objects.placeOf(key);
  }

  async find(key: string): Promise<string | null> {
    return await this.#objects.get(key);
  }

  async findEnd(key: string, bytes: number): Promise<string | null> {
    const end = await this.#objects.get(key, bytes);
    return end !== null && Buffer.byteLength(end) === bytes ? end : null;
  }

  async write(key: string, text: string): Promise<void> {
    await this.#objects.put(key, text);
  }

  async writeDerived(key: string, text: string): Promise<void> {
    await this.#objects.put(key, text);
  }

  async create(key: string, text: string): Promise<boolean> {
    return await this.#objects.putNew(key, text);
  }

  /** One object holds them all. */
  async createTogether(key: string, texts: ReadonlyMap<string, string>): Promise<boolean> {
    return await this.#objects.putNew(packed.keyOf(key), packed.text(texts));
  }

  async findTogether<Name extends string>(key: string, names: readonly Name[]): Promise<Record<Name, string | null>> {
    const together = await this.find(packed.keyOf(key));
    return together === null ? await found(this, key, names) : unpacked(together, names);
  }

  async list(prefix: string): Promise<string[]> {
    return (await this.#objects.list(below(prefix))).map(({ key }) => key).sort();
  }

  async entries(prefix: string): Promise<Entry[]> {
    const names = await this.#objects.names(below(prefix));
    const entries = names.map((name) => ({ name: name.replace(/\/$/, ''), isFolder: name.endsWith('/') }));
    return entries.filter(({ name }) => !name.startsWith('.')).sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  async remove(keys: readonly string[]): Promise<void> {
    await this.#objects.remove(keys);
  }

  async removeLeftovers(): Promise<number> {
    return await removeOldProbes(this.#objects);
  }
}
