import { StorageError, type StorageTrouble } from '../storage-error.ts';

interface Cause {
  name: string;
  code: string;
  status: number | undefined;
  message: string;
}

/** What the SDK throws: a name for what a server answered, a code for what the network did. */
function causeOf(error: unknown): Cause {
  const given = error as { name?: string; code?: string; Code?: string; message?: string; $metadata?: { httpStatusCode?: number } };
  const { name = '', code = given.Code ?? '', message = '' } = given;
  return { name, code, message, status: given.$metadata?.httpStatusCode };
}

const full =
  /^(QuotaExceeded|QuotaExceededException|InsufficientStorage|InsufficientCapacity|StorageFull|XMinioStorageFull|TooManyBuckets)$/;
const denied =
  /^(AccessDenied|AllAccessDisabled|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken|TokenRefreshRequired|CredentialsProviderError|TokenProviderError)$/;
const network =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|TimeoutError|RequestTimeout|NetworkingError|AbortError|SlowDown)$/;

function troubleOf({ name, code, status, message }: Cause): StorageTrouble | null {
  if (full.test(name) || status === 507 || /no space left|quota/i.test(message)) return 'full';
  if (denied.test(name) || status === 401 || status === 403) return 'denied';
  if (name === 'NoSuchBucket') return 'missing';
  if (network.test(name) || network.test(code) || (status !== undefined && status >= 500) || status === 429) return 'unreachable';
  return null;
}

const cures: Record<StorageTrouble, string> = {
  full: 'it is full, or its quota is used up. Make room there or raise the quota, then go on: nothing that was whole is lost',
  denied:
    'access is denied. Give these credentials (AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) the right to list, read, write and remove there, then go on',
  missing: 'there is no such bucket. Make it, or correct SPECGEN_OUTPUT',
  unreachable: 'it does not answer. It is asked again; is the network up, and AWS_ENDPOINT_URL_S3 right?',
};

/** A fault of a bucket as a `StorageError` that says what to do; what is none stays as it is. */
export function bucketFault(place: string, error: unknown): unknown {
  const cause = causeOf(error);
  const trouble = troubleOf(cause);
  if (trouble === null) return error;
  const words = [cause.name === 'Error' ? '' : cause.name, cause.code, cause.status].filter((word) => word !== '' && word !== undefined);
  return new StorageError(`Cannot use ${place}: ${cures[trouble]} (${[...new Set(words)].join(', ')})`, place, words.join(' '), trouble);
}

export const isStatus = (error: unknown, ...statuses: number[]): boolean => statuses.includes(causeOf(error).status ?? 0);

/** The bucket is there and the key is not: to servers both are 404. */
export const isMissingKey = (error: unknown): boolean => isStatus(error, 404) && causeOf(error).name !== 'NoSuchBucket';
