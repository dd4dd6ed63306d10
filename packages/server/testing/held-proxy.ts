import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A TCP proxy to a server on loopback. While it holds, what clients send arrives late, as after a partition of the network:
 * a client that gives up in the meantime cannot take it back.
 */
export async function startHeldProxy({ url }: { readonly url: string }) {
  const port = Number(new URL(url).port);
  const sockets = new Set<Socket>();
  const held: (() => void)[] = [];
  let isHeld = false;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    client.on('data', (bytes) => {
      if (isHeld) held.push(() => upstream.write(bytes));
      else upstream.write(bytes);
    });
    upstream.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold() {
      isHeld = true;
    },
    /** Sends on what was held. */
    release() {
      isHeld = false;
      for (const send of held.splice(0)) send();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
