import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { StartError } from '../start-error.ts';

const SWEEP_MS = 50;

/** Node does not count a connection without any request as idle. Browsers open such connections in advance. */
const CONNECTIONS = new WeakMap<Server, Set<Socket>>();

/** Listens and returns the real port. @throws StartError if the port is not available */
export function listen(server: Server, port: number, host: string): Promise<number> {
  const connections = new Set<Socket>();
  CONNECTIONS.set(server, connections);
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portInUse(error, 'PORT', port) ?? error));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Refuses new connections, gives running requests `graceMs` to finish, then cuts them. */
export function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A keep-alive connection becomes idle some time after its request.
    const sweep = setInterval(() => closeIdle(server), SWEEP_MS);
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
    closeIdle(server);
  });
}

function closeIdle(server: Server): void {
  server.closeIdleConnections();
  for (const socket of CONNECTIONS.get(server) ?? []) {
    if (socket.bytesRead === 0) socket.destroy();
  }
}

/**
 * The error to show if the port or the address is not available. `undefined` for any other failure.
 */
export function portInUse(error: unknown, variable: string, port: number): StartError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new StartError(`${variable}: ${port} is in use. Set another, or 0 for any free one.`);
  }
  if (code === 'EACCES') {
    return new StartError(`${variable}: ${port} needs more rights than this process has.`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError('HOST: this machine has no such address.');
  }
  return undefined;
}
