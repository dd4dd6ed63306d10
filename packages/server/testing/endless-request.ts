import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { connect, type Socket } from 'node:net';

/** A request whose body goes on until the server closes the connection. */
export interface EndlessRequest {
  /** Such as `POST /api/uploads`. */
  readonly start: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the body repeats. */
  readonly chunk: string;
  /** Sends the next chunk when the server has read the last one, or after a pause. @defaultValue 0 */
  readonly pauseMs?: number;
}

/**
 * Sends a body for as long as the server takes it. Resolves when the connection is closed, with the response and with the
 * bytes that the server read. The server must run in this process.
 */
export async function sendEndlessly(
  url: string,
  { start, headers = {}, chunk, pauseMs = 0 }: EndlessRequest,
): Promise<{ readonly response: string; readonly bytesRead: number }> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  let accepted: Socket | undefined;
  const onAccepted = (message: unknown) => {
    const { socket: other } = message as { readonly socket: Socket };
    if (other.remotePort === socket.localPort) accepted = other;
  };
  subscribe('http.server.request.start', onAccepted);
  let response = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    response += text;
  });
  // The server may reset the connection while the body is still coming.
  socket.on('error', () => {});
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}`);
  socket.write(`${start} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  const send = () => {
    if (!socket.writable) return;
    socket.write(chunk, () => setTimeout(send, pauseMs));
  };
  send();
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  unsubscribe('http.server.request.start', onAccepted);
  return { response, bytesRead: accepted?.bytesRead ?? 0 };
}
