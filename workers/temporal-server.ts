import { mkdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { temporalProfile } from './connection.ts';

/** Where the development server listens; nothing of it is reachable from other machines. */
export interface ServerPlace {
  host: string;
  port: number;
  uiPort: number;
  database: string;
  namespace: string;
}

/** Does somebody name the server, in the profile file or by TEMPORAL_ADDRESS? */
export const serverIsNamed = (): boolean => Boolean(temporalProfile().address);

/** Host and port of the server that is used, named or not. */
export function serverAddress(): { host: string; port: number } {
  const address = temporalProfile().address || '127.0.0.1:7233';
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/**
 * The server of one's own that is started on this machine: at its usual place, or at the loopback address that Temporal's profile file or
 * TEMPORAL_ADDRESS names; SPECGEN_UI_PORT and SPECGEN_DATABASE place the rest (the Web UI's usual place is port + 1000).
 * Null where another machine is named, or keys or TLS, which a development server has not: that is somebody's server, to
 * be used as it is.
 */
export function ownServer(home: string): ServerPlace | null {
  const { apiKey, tls, namespace } = temporalProfile();
  const { host, port } = serverAddress();
  if (!loopback.has(host) || apiKey || (tls && !tls.disabled)) return null;
  const uiPort = Number(process.env.SPECGEN_UI_PORT ?? port + 1000);
  return {
    host,
    port,
    uiPort,
    database: process.env.SPECGEN_DATABASE ?? path.join(home, 'temporal.db'),
    namespace: namespace || 'default',
  };
}

/** Ten times faster than SQLite's defaults, and still safe when the power goes (sqlite.org/wal.html). */
const pragmas = ['journal_mode=WAL', 'synchronous=NORMAL'].flatMap((pragma) => ['--sqlite-pragma', pragma]);

export function serverArguments(place: ServerPlace): string[] {
  mkdirSync(path.dirname(place.database), { recursive: true });
  const ports = ['--ip', place.host, '--port', `${place.port}`, '--ui-ip', place.host, '--ui-port', `${place.uiPort}`];
  const files = ['--db-filename', place.database, ...pragmas, '--namespace', place.namespace];
  return ['server', 'start-dev', ...files, ...ports, '--ui-disable-news-fetch', '--log-level', 'error'];
}

/** Does anything accept connections there? */
export function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}
