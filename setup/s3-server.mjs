import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { home, run, SetupError, stamp, stamped, step } from './run.mjs';

const version = 'v1.8.0';
const folder = path.join(home, 'tools', 's3');

/** Versity's gateway in front of a folder: a real S3-compatible server, of one file and without other services. */
export const s3Server = () => process.env.S3_SERVER ?? path.join(folder, 'versitygw');

/** Only tests of results in a bucket need one; it is built once, in a minute or two. */
export function installS3Server() {
  if (process.env.S3_SERVER) return;
  const done = () => existsSync(s3Server()) && stamped('s3-server', version);
  step('an S3-compatible server, for tests of results in a bucket', done, () => {
    mkdirSync(folder, { recursive: true });
    const env = { ...process.env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '' };
    const built = run('go', ['install', `github.com/versity/versitygw/cmd/versitygw@${version}`], { env });
    if (!built.ok)
      throw new SetupError(`Versity's S3 gateway could not be built; S3_SERVER may name a versitygw of your own\n${built.output}`);
    stamp('s3-server', version);
  });
}
