import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { hasOneHost } from '../request-target.ts';

/** What Connect and Express add to Node's request. */
interface AppRequest extends IncomingMessage {
  /** The target before a mount path was removed from `url`. */
  readonly originalUrl?: string;
  /** The body, if the app has parsed it. */
  readonly body?: unknown;
}

const INCOMING = new WeakMap<Request, IncomingMessage>();

/**
 * Returns Node's request behind a request from `toNodeHandler`, such as for the client's address.
 *
 * @example
 * addressOf: (request) => incomingOf(request)?.socket.remoteAddress
 */
export function incomingOf(request: Request): IncomingMessage | undefined {
  return INCOMING.get(request);
}

/** `new Request` throws for these methods, because pages may not send them. */
const FORBIDDEN_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** Converts Node's request. Returns `undefined` if its `Host` or target is malformed. */
export function toRequest(
  incoming: IncomingMessage,
  origin: string | ((incoming: IncomingMessage) => string) | undefined,
  signal: AbortSignal,
): Request | undefined {
  if (!hasOneHost(incoming.rawHeaders)) return undefined;
  const url = urlOf(incoming, typeof origin === 'function' ? origin(incoming) : origin);
  if (url === undefined) return undefined;
  const { method = 'GET' } = incoming;
  const isForbidden = FORBIDDEN_METHODS.has(method);
  const hasBody = !isForbidden && method !== 'GET' && method !== 'HEAD';
  const request = new Request(url, {
    method: isForbidden ? 'GET' : method,
    headers: headersOf(incoming),
    signal,
    ...(hasBody && { body: bodyOf(incoming), duplex: 'half' }),
  });
  if (isForbidden) Object.defineProperty(request, 'method', { value: method });
  INCOMING.set(request, incoming);
  return request;
}

function urlOf(incoming: AppRequest, origin = originOf(incoming)): string | undefined {
  if (origin === undefined || !URL.canParse(origin)) return undefined;
  const base = new URL(origin);
  // `Host` can contain anything. Only a host and a port may reach the URL.
  if (base.pathname !== '/' || base.search || base.hash || base.username) return undefined;
  const target = incoming.originalUrl ?? incoming.url ?? '/';
  if (target.startsWith('/')) return `${base.origin}${target}`;
  // `OPTIONS *` is about the whole server.
  if (target === '*') return `${base.origin}/*`;
  // A client of a proxy sends the whole URL. @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
  if (!URL.canParse(target)) return undefined;
  const { pathname, search } = new URL(target);
  return `${base.origin}${pathname}${search}`;
}

function originOf({ headers, socket }: IncomingMessage): string | undefined {
  const scheme = (socket as Partial<TLSSocket>).encrypted ? 'https' : 'http';
  // HTTP/2 has no `Host`.
  const host = headers.host ?? headers[':authority'];
  return host && `${scheme}://${host}`;
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (name.startsWith(':')) continue;
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}

function bodyOf(incoming: AppRequest): NonNullable<RequestInit['body']> {
  if (!incoming.readableEnded) return streamOf(incoming);
  const { body = '' } = incoming;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Streams a body. Nothing is read before the handler reads, so Node itself drops a body that is never read. */
function streamOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const listeners = new AbortController();
  let isStarted = false;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (isStarted) {
          incoming.resume();
          return;
        }
        isStarted = true;
        listenTo(incoming, controller, listeners.signal);
      },
      cancel() {
        listeners.abort();
        incoming.pause();
      },
    },
    { highWaterMark: 0 },
  );
}

function listenTo(
  incoming: IncomingMessage,
  controller: ReadableStreamDefaultController<Uint8Array>,
  signal: AbortSignal,
): void {
  const fail = (error: unknown) => {
    stop();
    controller.error(error);
  };
  const listeners = {
    data(chunk: Uint8Array) {
      controller.enqueue(chunk);
      incoming.pause();
    },
    end() {
      stop();
      controller.close();
    },
    error: fail,
    close: () => fail(new Error('The request broke off.')),
  };
  function stop() {
    for (const [name, listener] of Object.entries(listeners)) incoming.off(name, listener);
    // Without any listener, a late error would end the process.
    incoming.on('error', () => {});
  }
  if (incoming.destroyed) {
    listeners.close();
    return;
  }
  signal.addEventListener('abort', stop);
  for (const [name, listener] of Object.entries(listeners)) incoming.on(name, listener);
}
