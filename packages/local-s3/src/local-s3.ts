import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CredentialStore, type Credentials } from './auth/credentials.ts';
import { checkBucketName } from './bucket-name.ts';
import { FaultInjector, type FaultRule, type Faults } from './faults/fault.ts';
import { type HandlerParts, handleRequest } from './handle-request.ts';
import type { RequestEvent } from './http/request-event.ts';
import { checkCorsRules } from './operations/bucket-cors.ts';
import { abortExpiredUploads } from './operations/bucket-lifecycle.ts';
import type { Settings } from './operations/call.ts';
import type { CorsRule } from './storage/cors-rule.ts';
import { Store } from './storage/store.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const LIFECYCLE_INTERVAL_MS = 60_000;

/** How to start a server. */
export interface LocalS3Options {
  /** The folder for all data. Created if missing. Only one server at a time may use it. */
  readonly dir: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Buckets to create if they are missing. */
  readonly buckets: readonly string[];
  /** CORS rules of new buckets. Existing buckets keep theirs. @defaultValue none, as in S3 */
  readonly cors?: readonly CorsRule[];
  /** TCP port. 0 chooses a free one. @defaultValue 9000 */
  readonly port?: number;
  /** Address to listen on. @defaultValue 127.0.0.1, which only this machine can reach */
  readonly host?: string;
  /** @defaultValue us-east-1 */
  readonly region?: string;
  /** The account that owns all buckets, for ExpectedBucketOwner. @defaultValue 000000000000 */
  readonly ownerId?: string;
  /** The clock. @defaultValue the system's */
  readonly now?: () => Date;
  /** Minimum size in bytes of every part except the last. Lower it only in tests. @defaultValue 5 MiB, as in S3 */
  readonly minPartSize?: number;
  /** Maximum size in bytes of one part or PutObject. @defaultValue 5 GiB, as in S3 */
  readonly maxPutSize?: number;
  /** How long a body may stall before `RequestTimeout`. @defaultValue 20,000 ms */
  readonly idleTimeoutMs?: number;
  /**
   * Flush each finished part and object to the disk, so that they survive a power failure. They survive a killed
   * process without it. @defaultValue true
   */
  readonly flush?: boolean;
  /** Faults to inject from the start; see {@link LocalS3.faults}. */
  readonly faults?: readonly FaultRule[];
  /** Called when a request has ended, even if the client disconnected. */
  readonly onRequest?: (event: RequestEvent) => void;
  /** Called with unexpected errors. @defaultValue writes them to stderr */
  readonly onInternalError?: (error: unknown) => void;
}

/** A running server. */
export interface LocalS3 {
  /** Such as `http://127.0.0.1:9000`. */
  readonly url: string;
  readonly port: number;
  readonly region: string;
  /** The faults to inject, for tests. */
  readonly faults: Faults;
  /** Requests in flight. A test waits for 0 before it counts what arrived. */
  readonly requestsUnderWay: number;
  /** Moves this server's clock by this offset from now on. 0 resets it. */
  setClockOffset(offsetMs: number): void;
  /** Applies lifecycle rules now. The server also does so once a minute. */
  runLifecycle(): Promise<void>;
  /** Accepts one more key pair, permanent or temporary. */
  addCredentials(credentials: Credentials): void;
  /** Lets running requests finish for up to `graceMs` (5,000 by default), then cuts them. Idempotent. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/**
 * Starts a strict S3 over a folder.
 *
 * @throws Error when the folder or the port is in use, or an option makes no sense.
 *
 * @example
 * const s3 = await startLocalS3({ dir, port: 0, accessKeyId, secretAccessKey, buckets: ['files'] });
 */
export async function startLocalS3(options: LocalS3Options): Promise<LocalS3> {
  const { accessKeyId, secretAccessKey, region = 'us-east-1', cors } = options;
  if (accessKeyId === '' || secretAccessKey === '') {
    throw new Error('accessKeyId and secretAccessKey must not be empty');
  }
  if (cors !== undefined) explain('cors', () => checkCorsRules(cors));
  const clock = options.now ?? (() => new Date());
  let clockOffsetMs = 0;
  const now = () => new Date(clock().getTime() + clockOffsetMs);
  const store = await Store.open(options.dir, { flush: options.flush ?? true });
  try {
    for (const name of options.buckets) {
      if (store.bucket(name) !== undefined) continue;
      explain(`bucket "${name}"`, () => checkBucketName(name));
      const bucket = await store.createBucket(name, now().getTime());
      if (cors !== undefined) await bucket.configure((record) => ({ ...record, cors }));
    }
    const credentials = new CredentialStore();
    credentials.add({ accessKeyId, secretAccessKey });
    const settings: Settings = {
      credentials,
      region,
      ownerId: options.ownerId ?? '000000000000',
      minPartSize: options.minPartSize ?? 5 * MIB,
      maxPutSize: options.maxPutSize ?? 5 * GIB,
      now,
    };
    const faults = new FaultInjector(options.faults);
    let requestsUnderWay = 0;
    const parts: HandlerParts = {
      store,
      settings,
      faults,
      idleTimeoutMs: options.idleTimeoutMs ?? 20_000,
      isClosing: () => !server.listening,
      onRequest: options.onRequest ?? (() => {}),
      onInternalError: options.onInternalError ?? ((error) => console.error('local-s3:', error)),
    };
    const server = createHttpServer(async (incoming, response) => {
      requestsUnderWay += 1;
      await handleRequest(parts, incoming, response).catch(parts.onInternalError);
      requestsUnderWay -= 1;
    });
    const host = options.host ?? '127.0.0.1';
    const port = await listen(server, options.port ?? 9000, host);
    const runLifecycle = async () => {
      for (const bucket of store.buckets()) await abortExpiredUploads(bucket, now());
    };
    const lifecycle = setInterval(() => {
      runLifecycle().catch(parts.onInternalError);
    }, LIFECYCLE_INTERVAL_MS).unref();
    let closing: Promise<void> | undefined;
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
      port,
      region,
      faults,
      get requestsUnderWay() {
        return requestsUnderWay;
      },
      setClockOffset(offsetMs) {
        clockOffsetMs = offsetMs;
      },
      runLifecycle,
      addCredentials: (added) => credentials.add(added),
      close({ graceMs = 5000 } = {}) {
        clearInterval(lifecycle);
        closing ??= closeServer(server, graceMs).then(() => store.close());
        return closing;
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Names the invalid option. S3's messages about requests do not name it. */
function explain(option: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`${option}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

function createHttpServer(
  handle: (incoming: IncomingMessage, response: ServerResponse) => void,
): Server {
  const server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 0 });
  server.on('request', handle);
  // This lets an operation reject a request before the client sends the body.
  server.on('checkContinue', handle);
  server.on('clientError', (_, socket) => {
    if (!socket.writable) return;
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return server;
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening'); // Rejects when the server emits `error`.
  return (server.address() as AddressInfo).port;
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
