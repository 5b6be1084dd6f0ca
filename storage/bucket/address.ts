import { StorageError } from '../storage-error.ts';

/** Where a bucket's results are: `prefix` is `''` or ends with a slash. */
export interface BucketAddress {
  bucket: string;
  prefix: string;
}

export const isBucketAddress = (place: string): boolean => place.startsWith('s3://');

/** Reads `s3://bucket` or `s3://bucket/prefix`. Throws where it is none. */
export function readBucketAddress(place: string): BucketAddress {
  const [, bucket, rest = ''] = /^s3:\/\/([a-z0-9][a-z0-9._-]+)(?:\/(.*))?$/.exec(place) ?? [];
  if (bucket === undefined) {
    throw new StorageError(`SPECGEN_OUTPUT: expected s3://BUCKET or s3://BUCKET/PREFIX, found "${place}"`, place, 'EADDRESS');
  }
  const prefix = rest.replace(/\/+$/, '');
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}
