import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';
import type { Authority, Certificate } from './certificates.ts';

/** TLS in front of a server that has none, for clients that the authority has signed; returns its port and its end. */
export async function tlsFront(behind: number, authority: Authority, { cert, key }: Certificate) {
  const options = { cert: readFileSync(cert), key: readFileSync(key), ca: readFileSync(authority.cert) };
  const sockets = new Set<net.Socket>();
  const server = tls.createServer({ ...options, requestCert: true, rejectUnauthorized: true, ALPNProtocols: ['h2'] }, (outside) => {
    const inside = net.connect(behind, '127.0.0.1');
    for (const [one, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port: (server.address() as net.AddressInfo).port, close };
}
