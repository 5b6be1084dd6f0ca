import { mkdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** Where the development server listens; nothing of it is reachable from other machines. */
export interface ServerPlace {
  host: string;
  port: number;
  uiPort: number;
  database: string;
}

/** From TEMPORAL_ADDRESS, SPECGEN_UI_PORT and SPECGEN_DATABASE; the Web UI's usual place is port + 1000. */
export function serverPlace(home: string): ServerPlace {
  const [host = '127.0.0.1', port = '7233'] = (process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233').split(':');
  const uiPort = Number(process.env.SPECGEN_UI_PORT ?? Number(port) + 1000);
  return { host, port: Number(port), uiPort, database: process.env.SPECGEN_DATABASE ?? path.join(home, 'temporal.db') };
}

/** A server of one's own on this machine is started; any other address is somebody's server, to be used as it is. */
export const isLocal = ({ host }: ServerPlace): boolean => ['127.0.0.1', 'localhost', '::1'].includes(host);

/** Ten times faster than SQLite's defaults, and still safe when the power goes (sqlite.org/wal.html). */
const pragmas = ['journal_mode=WAL', 'synchronous=NORMAL'].flatMap((pragma) => ['--sqlite-pragma', pragma]);

export function serverArguments(place: ServerPlace): string[] {
  mkdirSync(path.dirname(place.database), { recursive: true });
  const ports = ['--ip', place.host, '--port', `${place.port}`, '--ui-ip', place.host, '--ui-port', `${place.uiPort}`];
  return ['server', 'start-dev', '--db-filename', place.database, ...ports, ...pragmas, '--ui-disable-news-fetch', '--log-level', 'error'];
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
