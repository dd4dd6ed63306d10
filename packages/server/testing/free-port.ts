import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to connections on their way out, and to whoever listens on any port. */
const FIRST = 20_000;
const LAST = 29_999;

/**
 * A port of loopback where nobody listens, and which nobody is given by chance before the caller listens there: for
 * servers that cannot choose one themselves.
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
