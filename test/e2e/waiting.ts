import net from 'node:net';

/** Looks until it is so; each look reads what others have done. */
export async function until(met: () => boolean, everyMs = 20): Promise<void> {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, everyMs));
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
