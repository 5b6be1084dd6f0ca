import { PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';
import { bucket } from './s3-server.ts';

/** What a user of the bucket may do: actions, and keys below the prefix with `*` for anything. */
export type Rights = [action: string, keys: string[]][];

const everything = ['*'];

/** Those of a host that runs any workers, as the RUNBOOK asks for them. */
export const ofAnyWorker: Rights = [
  ['s3:GetObject', everything],
  ['s3:PutObject', everything],
  ['s3:DeleteObject', everything],
];

/** Those of a host that only grades: it reads answers and writes verdicts. */
export const ofGrading: Rights = [
  ['s3:GetObject', ['*/extract.json', '*/answer/*', '.probe/*']],
  ['s3:PutObject', ['*/compile.json', '*/tests.json', '.probe/*']],
  ['s3:DeleteObject', ['.probe/*']],
];

/** Gives users their rights below a prefix, and everybody named the right to list the bucket. */
export async function grant(client: S3Client, prefix: string, users: Record<string, Rights>): Promise<void> {
  const arn = `arn:aws:s3:::${bucket}`;
  const statements = Object.entries(users).flatMap(([user, rights]) => {
    const allow = (Action: string, Resource: string[]) => ({ Effect: 'Allow', Principal: { AWS: [user] }, Action, Resource });
    return [
      allow('s3:ListBucket', [arn]),
      ...rights.map(([action, keys]) =>
        allow(
          action,
          keys.map((key) => `${arn}/${prefix}/${key}`),
        ),
      ),
    ];
  });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
}
