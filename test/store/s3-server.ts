import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { freePort } from '../e2e/waiting.ts';

export const access = { accessKeyId: 'specgen', secretAccessKey: 'for-tests-alone' };
export const bucket = 'results';

const program = (): string => process.env.S3_SERVER ?? 'versitygw';

/** The server's owner, who may do everything. */
const owner = { ROOT_ACCESS_KEY: access.accessKeyId, ROOT_SECRET_KEY: access.secretAccessKey };

/** `sizeMiB`: on a disk of that size, which can be full. `ip`: at another address than 127.0.0.1. */
export interface S3Place {
  sizeMiB?: number;
  ip?: string;
}

/** A real S3-compatible server on a port of its own, with one empty bucket. */
export class S3Server {
  readonly port: number;
  readonly url: string;
  /** Variables by which every program finds and may use it. */
  readonly env: Record<string, string>;
  readonly #folder: string;
  readonly #command: string[];
  #running: ReturnType<typeof S3Server.spawn> | null = null;

  constructor(port: number, { ip = '127.0.0.1', sizeMiB }: S3Place = {}) {
    this.port = port;
    this.url = `http://${ip}:${port}`;
    this.#folder = mkdtempSync(path.join(tmpdir(), 'specgen-s3-'));
    const users = path.join(this.#folder, 'users');
    mkdirSync(users);
    mkdirSync(this.folder, { recursive: true });
    const data = path.dirname(this.folder);
    const serve = [program(), '--quiet', '--keep-alive', '--iam-dir', users, '-p', `${ip}:${port}`, 'posix', data];
    const disk = `mount -t tmpfs -o size=${sizeMiB}m tmpfs "$0" && mkdir "$0/${bucket}" && exec "$@"`;
    this.#command = sizeMiB === undefined ? serve : ['unshare', '-rm', 'sh', '-c', disk, data, ...serve];
    this.env = { ...environmentOf(this.url), AWS_ACCESS_KEY_ID: access.accessKeyId, AWS_SECRET_ACCESS_KEY: access.secretAccessKey };
  }

  /** Where its bucket lies: objects are files there. */
  get folder(): string {
    return path.join(this.#folder, 'data', bucket);
  }

  private static spawn([command = '', ...args]: string[]) {
    return execa(command, args, { env: owner, reject: false, all: true });
  }

  /** Returns once it answers. One that was killed has to be gone before its port is free. */
  async start(): Promise<void> {
    await this.#running;
    const running = S3Server.spawn(this.#command);
    this.#running = running;
    let ended = false;
    void running.then(() => {
      ended = true;
    });
    while (!(await fetch(this.url).catch(() => null))) {
      if (ended) throw new Error(`the S3 server does not start: ${(await running).all}; is S3_SERVER set?`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** One more user, without any rights; returns the variables that name it. */
  async admit(user: string): Promise<Record<string, string>> {
    const secret = `secret-of-${user}`;
    const asOwner = ['admin', '--access', access.accessKeyId, '--secret', access.secretAccessKey, '--endpoint-url', this.url];
    await execa(program(), [...asOwner, 'create-user', '--access', user, '--secret', secret, '--role', 'user']);
    return { ...environmentOf(this.url), AWS_ACCESS_KEY_ID: user, AWS_SECRET_ACCESS_KEY: secret };
  }

  kill(signal: NodeJS.Signals): void {
    this.#running?.kill(signal);
  }

  async stop(): Promise<void> {
    this.kill('SIGTERM');
    await this.#running;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export async function startS3Server(place: S3Place = {}): Promise<S3Server> {
  const server = new S3Server(await freePort(), place);
  await server.start();
  return server;
}

/** No profile of the person who runs the tests is read. */
const environmentOf = (url: string): Record<string, string> => ({
  ...{ AWS_ENDPOINT_URL_S3: url, AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' },
  ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', SPECGEN_OUTPUT: `s3://${bucket}/night` },
});
