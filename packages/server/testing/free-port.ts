import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the range that systems use for outgoing connections and for port 0. */
const FIRST = 20_000;
const LAST = 29_999;

/**
 * Finds a free loopback port, for servers that cannot choose one themselves. The system does not give it to another
 * process before the caller listens on it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      continue; // Taken.
    }
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
