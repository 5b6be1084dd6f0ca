import { randomUUID } from 'node:crypto';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { BucketAddress } from './address.ts';
import { bucketFault, isMissingKey, isStatus } from './fault.ts';

/** An object as a listing tells it. */
export interface Listed {
  key: string;
  /** Milliseconds since 1970, by the server's clock. */
  changed: number;
}

const removedAtOnce = 1000;

/** The length of an empty text is not obvious to the client. */
const bodyOf = (text: string) => ({ Body: text, ContentLength: Buffer.byteLength(text) });

/** Objects of a bucket below a prefix; faults become `StorageError`. */
export class Objects {
  readonly #client: S3Client;
  readonly #address: BucketAddress;

  constructor(client: S3Client, address: BucketAddress) {
    this.#client = client;
    this.#address = address;
  }

  placeOf(key: string): string {
    return `s3://${this.#address.bucket}/${this.#address.prefix}${key}`.replace(/\/$/, '');
  }

  /** null where there is none. `lastBytes`: of this many at the end alone. */
  async get(key: string, lastBytes?: number): Promise<string | null> {
    return await this.#asking(key, async (at) => {
      const range = lastBytes === undefined ? {} : { Range: `bytes=-${lastBytes}` };
      try {
        const { Body } = await this.#client.send(new GetObjectCommand({ ...at, ...range }));
        return (await Body?.transformToString('utf8')) ?? '';
      } catch (error) {
        // no byte of an empty object is its last one
        if (isMissingKey(error) || isStatus(error, 416)) return null;
        throw error;
      }
    });
  }

  async put(key: string, text: string): Promise<void> {
    await this.#asking(key, (at) => this.#client.send(new PutObjectCommand({ ...at, ...bodyOf(text) })));
  }

  /**
   * Only where there is none; false where there is one. A request whose answer was lost is sent again, and then finds the object
   * that it has made itself: each call marks its object.
   */
  async putNew(key: string, text: string): Promise<boolean> {
    const writer = randomUUID();
    return await this.#asking(key, async (at) => {
      try {
        await this.#client.send(new PutObjectCommand({ ...at, ...bodyOf(text), IfNoneMatch: '*', Metadata: { writer } }));
        return true;
      } catch (error) {
        // 409: another one is being written there at this moment
        if (!isStatus(error, 412, 409)) throw error;
        return (await this.#writerOf(key)) === writer;
      }
    });
  }

  async #writerOf(key: string): Promise<string | undefined> {
    return await this.#asking(key, async (at) => {
      try {
        return (await this.#client.send(new HeadObjectCommand(at))).Metadata?.writer;
      } catch (error) {
        if (isMissingKey(error)) return undefined;
        throw error;
      }
    });
  }

  /** Objects whose keys begin with `prefix`, by key; `after`: only those behind this key. */
  async list(prefix: string, after?: string): Promise<Listed[]> {
    const pages = await this.#pages(prefix, { ...(after !== undefined && { StartAfter: this.#address.prefix + after }) });
    return pages.flatMap(({ Contents = [] }) =>
      Contents.map(({ Key = '', LastModified }) => ({ key: this.#ownKey(Key), changed: LastModified?.getTime() ?? 0 })),
    );
  }

  /** Names directly below `prefix`, which is empty or ends with a slash; those of folders end with one. */
  async names(prefix: string): Promise<string[]> {
    const pages = await this.#pages(prefix, { Delimiter: '/' });
    const found = pages.flatMap(({ Contents = [], CommonPrefixes = [] }) => [
      ...Contents.map(({ Key = '' }) => Key),
      ...CommonPrefixes.map(({ Prefix = '' }) => Prefix),
    ]);
    return found.map((key) => this.#ownKey(key).slice(prefix.length)).filter((name) => name !== '');
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (let first = 0; first < keys.length; first += removedAtOnce) {
      const Objects = keys.slice(first, first + removedAtOnce).map((key) => ({ Key: this.#address.prefix + key }));
      await this.#asking(keys[first]!, async ({ Bucket }) => {
        const { Errors = [] } = await this.#client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
        const [failed] = Errors.filter(({ Code }) => Code !== 'NoSuchKey');
        if (failed) throw Object.assign(new Error(failed.Message), { name: failed.Code ?? 'Error' });
      });
    }
  }

  async #pages(prefix: string, more: { StartAfter?: string; Delimiter?: string }): Promise<ListObjectsV2CommandOutput[]> {
    return await this.#asking(prefix, async ({ Bucket }) => {
      const pages: ListObjectsV2CommandOutput[] = [];
      for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
        const continued = token === undefined ? {} : { ContinuationToken: token };
        const page = await this.#client.send(
          new ListObjectsV2Command({ Bucket, Prefix: this.#address.prefix + prefix, ...more, ...continued }),
        );
        pages.push(page);
        token = page.NextContinuationToken;
      }
      return pages;
    });
  }

  async #asking<T>(key: string, work: (at: { Bucket: string; Key: string }) => Promise<T>): Promise<T> {
    try {
      return await work({ Bucket: this.#address.bucket, Key: this.#address.prefix + key });
    } catch (error) {
      throw bucketFault(this.placeOf(key), error);
    }
  }

  readonly #ownKey = (key: string): string => key.slice(this.#address.prefix.length);
}
