import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { freePort } from '../e2e/waiting.ts';

export const access = { accessKeyId: 'specgen', secretAccessKey: 'for-tests-alone' };
export const bucket = 'results';

/** A real S3-compatible server on a port of its own, with one empty bucket. */
export interface S3Server {
  port: number;
  url: string;
  /** Variables by which every program finds and may use it. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** `sizeMiB`: on a disk of that size, which can be full. */
export async function startS3Server(sizeMiB?: number): Promise<S3Server> {
  const program = process.env.S3_SERVER ?? 'versitygw';
  const folder = mkdtempSync(path.join(tmpdir(), 'specgen-s3-'));
  const port = await freePort();
  const serve = [program, '--quiet', '--keep-alive', '-p', `127.0.0.1:${port}`, 'posix', folder];
  const disk = `mount -t tmpfs -o size=${sizeMiB}m tmpfs "$0" && mkdir "$0/${bucket}" && exec "$@"`;
  const [command = '', ...args] = sizeMiB === undefined ? serve : ['unshare', '-rm', 'sh', '-c', disk, folder, ...serve];
  if (sizeMiB === undefined) mkdirSync(path.join(folder, bucket));
  const env = { ROOT_ACCESS_KEY: access.accessKeyId, ROOT_SECRET_KEY: access.secretAccessKey };
  const running = execa(command, args, { env, reject: false, all: true });
  const url = `http://127.0.0.1:${port}`;
  let ended = false;
  void running.then(() => {
    ended = true;
  });
  while (!(await fetch(url).catch(() => null))) {
    if (ended) throw new Error(`the S3 server does not start: ${(await running).all}; is S3_SERVER set?`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    ...{ port, url },
    env: { ...environmentOf(url), AWS_ACCESS_KEY_ID: access.accessKeyId, AWS_SECRET_ACCESS_KEY: access.secretAccessKey },
    stop: async () => {
      running.kill();
      await running;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** No profile of the person who runs the tests is read. */
const environmentOf = (url: string): Record<string, string> => ({
  ...{ AWS_ENDPOINT_URL_S3: url, AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' },
  ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', SPECGEN_OUTPUT: `s3://${bucket}/night` },
});
