import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type ServerProcess, startProcess } from '../start-process.ts';

/** The shape of a network link. */
export interface LinkShape {
  /** Round-trip time in milliseconds. @defaultValue 0 */
  readonly roundTripMs?: number;
  /** Upstream bytes per second of each connection. @defaultValue no limit */
  readonly perConnection?: number;
  /**
   * Speeds of the connections, as shares of `perConnection`, in the order in which they are opened. After the last one the
   * first follows. @defaultValue all are equal
   */
  readonly shares?: readonly number[];
  /**
   * Share of lost packets. A proxy cannot drop packets of TCP, so it slows each connection down as TCP does at this loss,
   * and changes its speed every second. @defaultValue 0
   */
  readonly loss?: number;
  /** Upstream bytes per second of all connections together. @defaultValue no limit */
  readonly total?: number;
}

const SEGMENT_BYTES = 1_460;

/**
 * Upstream bytes per second of one connection at this moment. The formula of Mathis and others says how fast TCP is at a
 * loss.
 *
 * @see https://doi.org/10.1145/263932.264023
 */
function speedOf(
  { roundTripMs = 0, perConnection, shares = [1], loss = 0 }: LinkShape,
  connection: number,
  nowMs: number,
): number | undefined {
  const own = perConnection && perConnection * (shares[connection % shares.length] ?? 1);
  if (loss === 0) return own;
  const ofTcp = (1.22 * SEGMENT_BYTES * 1_000) / (roundTripMs * Math.sqrt(loss));
  // A fraction without a pattern, the same in every run: from a half to one and a half.
  const noise = 0.5 + ((Math.floor(nowMs / 1_000) * 0.618 + connection * 0.414) % 1);
  return Math.min(own ?? Number.POSITIVE_INFINITY, ofTcp * noise);
}

/**
 * A timer may be this late without slowing the link down: the delayed bytes follow at once. Traffic shapers in
 * kernels allow such a burst too. Without it, six connections that share a limit lose a tenth.
 */
const BURST_MS = 20;

/**
 * Starts a link to `port` on loopback in a separate process. This keeps a server's work from delaying bytes in
 * transit.
 */
export function startLink(port: number, shape: LinkShape): Promise<ServerProcess> {
  return startProcess([fileURLToPath(import.meta.url), String(port), JSON.stringify(shape)]);
}

/**
 * A TCP proxy with the shape of a link. Upstream bytes wait for their turn on the connection and on the link, then
 * for half a round trip. Responses wait for the other half. It shapes in user space because the kernels of containers
 * often have no netem.
 *
 * Prints `ready: URL`.
 */
function runLink(port: number, shape: LinkShape): void {
  const { roundTripMs = 0, total } = shape;
  const oneWayMs = roundTripMs / 2;
  let linkFreeAtMs = 0;
  let connections = 0;

  function join(client: Socket): void {
    const connection = connections++;
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    const up = createDelayLine();
    const down = createDelayLine();
    // The handshake costs a round trip before the first byte.
    let connectionFreeAtMs = performance.now() + roundTripMs;
    client.on('data', (chunk) => {
      const nowMs = performance.now();
      const startMs = Math.max(nowMs - BURST_MS, connectionFreeAtMs, linkFreeAtMs);
      const sentAtMs = startMs + millisecondsFor(chunk.length, speedOf(shape, connection, nowMs));
      connectionFreeAtMs = sentAtMs;
      linkFreeAtMs =
        Math.max(linkFreeAtMs, nowMs - BURST_MS) + millisecondsFor(chunk.length, total);
      if (sentAtMs > nowMs) {
        client.pause();
        setTimeout(() => client.resume(), sentAtMs - nowMs);
      }
      // A burst makes up for lost time, but no byte arrives before its travel time is over.
      up(Math.max(sentAtMs, nowMs) + oneWayMs, () => upstream.write(chunk));
    });
    upstream.on('data', (chunk) => down(performance.now() + oneWayMs, () => client.write(chunk)));
    client.on('end', () => up(connectionFreeAtMs + oneWayMs, () => upstream.end()));
    upstream.on('end', () => down(performance.now() + oneWayMs, () => client.end()));
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  }

  const server = createServer({ noDelay: true, allowHalfOpen: true }, join);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address() as AddressInfo;
    console.log(`ready: http://127.0.0.1:${address.port}`);
  });
}

function millisecondsFor(bytes: number, perSecond: number | undefined): number {
  return perSecond === undefined ? 0 : (bytes * 1_000) / perSecond;
}

/** Runs callbacks when they are due, in the order of arrival, even if timers are late. */
function createDelayLine(): (dueMs: number, act: () => void) => void {
  const line: { readonly dueMs: number; readonly act: () => void }[] = [];
  let waiting = false;

  function run(): void {
    waiting = false;
    for (let first = line[0]; first && first.dueMs <= performance.now(); first = line[0]) {
      line.shift();
      first.act();
    }
    if (line[0]) wait(line[0].dueMs);
  }

  function wait(dueMs: number): void {
    if (waiting) return;
    waiting = true;
    setTimeout(run, dueMs - performance.now());
  }

  return (dueMs, act) => {
    line.push({ dueMs, act });
    wait(dueMs);
  };
}

const [, script, port, shape] = process.argv;
if (script === fileURLToPath(import.meta.url) && port && shape) {
  runLink(Number(port), JSON.parse(shape) as LinkShape);
}
