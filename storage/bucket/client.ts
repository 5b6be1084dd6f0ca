import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

const agentOptions = { keepAlive: true, maxSockets: 64 };

/**
 * Endpoint, region and credentials come from the standard variables and profile files, but for those in `given`. Path style is
 * what every S3-compatible server understands. A request that fails is sent again a few times within seconds; what fails then is a fault
 * that the sweep waits for in sight of people.
 */
export const bucketClient = (given: Pick<S3ClientConfig, 'endpoint' | 'region' | 'credentials'> = {}): S3Client =>
  new S3Client({
    ...given,
    forcePathStyle: true,
    maxAttempts: 4,
    // bodies are signed with their hash as it is, and some servers know no other checksums
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, httpAgent: agentOptions, httpsAgent: agentOptions },
  });
