import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { execaSync } from 'execa';

/** Files of one side: certificate and key. */
export interface Certificate {
  cert: string;
  key: string;
}

/** An authority of its own in `folder`, which signs what it is asked for (openssl-x509(1)). */
export class Authority {
  readonly cert: string;
  readonly #key: string;
  readonly #folder: string;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.cert = path.join(folder, `${name}.crt`);
    this.#key = path.join(folder, `${name}.key`);
    const subject = ['-subj', `/CN=${name}`, '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
    execaSync('openssl', ['req', '-x509', ...subject, '-keyout', this.#key, '-out', this.cert]);
  }

  /** For 127.0.0.1, as a server's and as a client's. */
  sign(name: string): Certificate {
    const [cert, key, request, extensions] = ['crt', 'key', 'csr', 'ext'].map((suffix) => path.join(this.#folder, `${name}.${suffix}`)) as [
      string,
      string,
      string,
      string,
    ];
    writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1\n');
    execaSync('openssl', ['req', '-subj', `/CN=${name}`, '-nodes', '-newkey', 'rsa:2048', '-keyout', key, '-out', request]);
    const signing = ['-CA', this.cert, '-CAkey', this.#key, '-CAcreateserial', '-days', '2', '-extfile', extensions];
    execaSync('openssl', ['x509', '-req', '-in', request, ...signing, '-out', cert]);
    return { cert, key };
  }
}
